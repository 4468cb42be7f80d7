var O=n=>[`${n}Left`,`${n}Right`],Se=["eyeBlink","eyeLookDown","eyeLookIn","eyeLookOut","eyeLookUp","eyeSquint","eyeWide"],Pe=[...Se.map(n=>`${n}Left`),...Se.map(n=>`${n}Right`),"jawForward","jawLeft","jawRight","jawOpen","mouthClose","mouthFunnel","mouthPucker",...["mouth","mouthSmile","mouthFrown","mouthDimple","mouthStretch"].flatMap(O),"mouthRollLower","mouthRollUpper","mouthShrugLower","mouthShrugUpper",...["mouthPress","mouthLowerDown","mouthUpperUp","browDown"].flatMap(O),"browInnerUp",...O("browOuterUp"),"cheekPuff",...O("cheekSquint"),...O("noseSneer"),"tongueOut"],fe=[...Pe,"tongueTip","headPitch","headYaw","headRoll","headX","headY","headZ","gazeRight","gazeDown","breath"],R=fe.length,F=Pe.length;function x(n){let e=fe.indexOf(n);if(e<0)throw new Error(`There is no column "${n}" in a row of motion.`);return e}var Ie=x("tongueTip"),B=x("headPitch"),_e=x("gazeRight"),Ue=x("breath");var De=8,Ft=16384,ke=.4,St=x("jawOpen"),Pt=x("mouthClose");function Y(n,e=0){let t=new DataView(n,e),[r,o]=[t.getUint16(0,!0),t.getUint16(2,!0)],a=De+2*r*o;if(o!==R||t.byteLength<a)throw new Error(`Motion of ${o} columns in ${t.byteLength} bytes can't be read; ${R} are known.`);let i=new Float32Array(r*o);for(let s=0;s<i.length;s++)i[s]=t.getInt16(De+2*s,!0)/Ft;return{count:r,fps:t.getFloat32(4,!0),values:i}}function de(n,e,t,r){let o=Ne(n)?ke:0,a=Ne(e)?ke:0,i=o&&a?t:Math.min(1,Math.max(0,t-o)/(1-o-a));for(let s=0;s<R;s++)r[s]=n[s]+(e[s]-n[s])*(ye(s)?i:t)}function Ne(n){return n[Pt]>=n[St]}var Ge=[x("jawForward"),x("mouthUpperUpRight")],It=new Set(["cheekPuff","tongueOut","tongueTip"].map(x));function ye(n){return n>=Ge[0]&&n<=Ge[1]||It.has(n)}var _t=.25,Ut=.08,be=class{constructor(){this.idle=null;this.pieces=[];this.drawn=new Float32Array(R);this.missing=new Float32Array(R);this.joined=-1/0;this.source=null}idleWith(e){this.idle=Y(e)}begin(){this.pieces=[]}add(e,t,r=0){let o=this.pieces.findIndex(a=>a.start>t);this.pieces.splice(o<0?this.pieces.length:o,0,{start:t,...Y(e,r)})}interrupt(){this.begin()}get length(){return this.pieces.reduce((e,t)=>Math.max(e,t.start+t.count/t.fps),0)}read(e,t,r){let o=t===null||t>=this.length?null:this.pieces;o?this.spoken(t,r):this.idle?Dt(this.idle,e,r):r.fill(0),this.join(e,o,r)}spoken(e,t){let r=this.pieces.findIndex(h=>h.start>e),o=Math.max(0,(r<0?this.pieces.length:r)-1),a=this.pieces[o],i=Math.max(0,(e-a.start)*a.fps),s=Math.min(Math.floor(i),a.count-1),c=this.pieces[o+1],l=s+1<a.count?_(a,s+1):c?_(c,0):_(a,s);de(_(a,s),l,Math.min(1,i-s),t)}join(e,t,r){if(t!==this.source){this.source=t,this.joined=e;for(let i=0;i<R;i++)this.missing[i]=this.drawn[i]-r[i]}let[o,a]=[Oe((e-this.joined)/_t),Oe((e-this.joined)/Ut)];for(let i=0;i<R;i++){let s=r[i]+this.missing[i]*(ye(i)?a:o);r[i]=i<=F?Math.min(1,Math.max(0,s)):s}this.drawn.set(r)}};function Dt(n,e,t){let r=(e*n.fps%n.count+n.count)%n.count,o=Math.floor(r);de(_(n,o),_(n,(o+1)%n.count),r-o,t)}function _(n,e){return n.values.subarray(e*R,(e+1)*R)}function Oe(n){let e=Math.min(1,Math.max(0,n));return 1-e*e*(3-2*e)}var kt=`#version 300 es
precision highp float;
precision highp int;
precision highp sampler2D;
`,$=class{constructor(e,t,r,o=[]){this.gl=e;this.places=new Map;this.handle=we(e.createProgram());let a=[Be(e,e.VERTEX_SHADER,t),Be(e,e.FRAGMENT_SHADER,r)];if(a.forEach(i=>e.attachShader(this.handle,i)),o.forEach((i,s)=>e.bindAttribLocation(this.handle,s,i)),e.linkProgram(this.handle),a.forEach(i=>e.deleteShader(i)),!e.getProgramParameter(this.handle,e.LINK_STATUS)&&!e.isContextLost())throw new Error(`The drawing program does not link: ${e.getProgramInfoLog(this.handle)}`)}use(){this.gl.useProgram(this.handle)}set(e,t,r){let{gl:o}=this,a=this.place(e),i=typeof t=="number"?[t]:t;switch(r??i.length){case 1:return o.uniform1fv(a,i);case 2:return o.uniform2fv(a,i);case 3:return o.uniform3fv(a,i);default:return o.uniform4fv(a,i)}}samplers(e){this.use();for(let[t,r]of Object.entries(e))this.gl.uniform1i(this.place(t),r)}place(e){let t=this.places.get(e);return t===void 0&&this.places.set(e,t=this.gl.getUniformLocation(this.handle,e)),t}};function Be(n,e,t){let r=we(n.createShader(e));if(n.shaderSource(r,kt+t),n.compileShader(r),!n.getShaderParameter(r,n.COMPILE_STATUS)&&!n.isContextLost())throw new Error(`A drawing program does not compile: ${n.getShaderInfoLog(r)}`);return r}function we(n){if(n===null)throw new Error("The graphics context is lost.");return n}function P(n,e,t){let r=we(n.createTexture());n.activeTexture(n.TEXTURE0+e),n.bindTexture(n.TEXTURE_2D,r);let o=t?n.LINEAR:n.NEAREST;return n.texParameteri(n.TEXTURE_2D,n.TEXTURE_MIN_FILTER,o),n.texParameteri(n.TEXTURE_2D,n.TEXTURE_MAG_FILTER,o),n.texParameteri(n.TEXTURE_2D,n.TEXTURE_WRAP_S,n.CLAMP_TO_EDGE),n.texParameteri(n.TEXTURE_2D,n.TEXTURE_WRAP_T,n.CLAMP_TO_EDGE),r}function S(n,e,t,r,o=0,a=1){P(n,e,r),n.texStorage2D(n.TEXTURE_2D,a,n.RGBA8,t.width+2*o,t.height+2*o),n.texSubImage2D(n.TEXTURE_2D,0,o,o,n.RGBA,n.UNSIGNED_BYTE,t),a!==1&&(n.texParameteri(n.TEXTURE_2D,n.TEXTURE_MIN_FILTER,n.LINEAR_MIPMAP_NEAREST),n.generateMipmap(n.TEXTURE_2D))}function q(n){return n.getParameter(n.SUBPIXEL_BITS)<=4}function ge(n,e,t,r,o){let a=o.length===t*r;P(n,e,!1),n.texImage2D(n.TEXTURE_2D,0,a?n.R32F:n.RGBA32F,t,r,0,a?n.RED:n.RGBA,n.FLOAT,o)}var V=class{constructor(e,t){this.gl=e;this.unit=t;this.width=0;this.height=0;this.pairs=new Float32Array(0);this.texture=P(e,t,!1)}set(e,t,r,o){let{gl:a}=this;a.activeTexture(a.TEXTURE0+this.unit),a.bindTexture(a.TEXTURE_2D,this.texture),(e>this.width||t>this.height)&&(this.width=Math.max(e+16,this.width),this.height=Math.max(t+16,this.height),a.texImage2D(a.TEXTURE_2D,0,a.RG32F,this.width,this.height,0,a.RG,a.FLOAT,null),this.pairs=new Float32Array(2*this.width*this.height));for(let i=0;i<r.length;i++)this.pairs[2*i]=r[i],this.pairs[2*i+1]=o[i];a.texSubImage2D(a.TEXTURE_2D,0,0,0,e,t,a.RG,a.FLOAT,this.pairs)}};var C=`// A box of the picture: left, top, right, bottom, px.
uniform vec4 box;
uniform vec2 canvas;

void main() {
  vec2 place = vec2(gl_VertexID % 2 == 0 ? box.x : box.z, gl_VertexID < 2 ? box.y : box.w);
  gl_Position = vec4(2.0 * place.x / canvas.x - 1.0, 1.0 - 2.0 * place.y / canvas.y, -0.5, 1.0);
}
`;var Ve=`// An eye between its lids: the eyeball that has turned, lashes that stay with the lid, and the catch-light.
uniform vec4 box;
uniform sampler2D mask;
uniform sampler2D eyes;
uniform sampler2D glints;
uniform sampler2D openings;
uniform vec3 across;
uniform vec3 down;
uniform vec4 ball;
uniform vec2 turnedCorner;
uniform vec2 lashesCorner;
uniform vec4 lashesBox;
uniform vec4 glintBox;
uniform vec4 glintReach;
uniform vec2 glintSize;
uniform vec2 shift;
uniform float turned;
uniform float lifted;
uniform float kept;
uniform vec2 iris;
uniform float radius;
uniform float reach;
out vec4 colour;

const float GLINT_SHARE = 0.5;
const float WHOLE = 1.5;
const float SHARP = -0.75;

// Cubic weights of four samples for a place \`share\` of the way from the second to the third.
vec4 weights(float share) {
  float before = 1.0 + share;
  float rest = 1.0 - share;
  float far = ((SHARP * before - 5.0 * SHARP) * before + 8.0 * SHARP) * before - 4.0 * SHARP;
  float near = ((SHARP + 2.0) * share - (SHARP + 3.0)) * share * share + 1.0;
  float next = ((SHARP + 2.0) * rest - (SHARP + 3.0)) * rest * rest + 1.0;
  return vec4(far, near, next, 1.0 - far - near - next);
}

vec4 eyeballAt(ivec2 at) {
  vec4 first = texelFetch(eyes, ivec2(ball.xy) + at, 0);
  return turned > 0.0 ? mix(first, texelFetch(eyes, ivec2(turnedCorner) + at, 0), turned) : first;
}

vec4 lashAt(ivec2 at) {
  vec4 lash = texelFetch(eyes, ivec2(lashesCorner) + at, 0);
  return vec4(lash.rgb * lash.a, lash.a);
}

vec4 glintAt(ivec2 at) {
  ivec2 inside = at - ivec2(glintBox.xy);
  bool within = all(greaterThanEqual(inside, ivec2(0))) && all(lessThan(inside, ivec2(glintSize)));
  return within ? texelFetch(glints, inside, 0) : vec4(0.0);
}

#define SAMPLE(name, read)                                                \\
  vec4 name(vec2 place) {                                                 \\
    vec2 first = floor(place);                                            \\
    vec4 wide = weights(place.x - first.x);                               \\
    vec4 tall = weights(place.y - first.y);                               \\
    vec4 sum = vec4(0.0);                                                 \\
    for (int j = 0; j < 4; j++)                                           \\
      for (int i = 0; i < 4; i++) {                                       \\
        ivec2 at = clamp(ivec2(first) + ivec2(i, j) - 1, ivec2(0), ivec2(ball.zw) - 1); \\
        sum += tall[j] * wide[i] * read(at);                              \\
      }                                                                   \\
    return sum;                                                           \\
  }
SAMPLE(eyeball, eyeballAt)
SAMPLE(lash, lashAt)
SAMPLE(glint, glintAt)

bool isIn(vec4 box, vec2 at) {
  return all(greaterThanEqual(at, box.xy)) && all(lessThan(at, box.zw));
}

float openingAt(float x) {
  float place = clamp(x, 0.0, ball.z - 1.0);
  float left = min(floor(place), ball.z - 2.0);
  float one = texelFetch(openings, ivec2(left, 0), 0).r;
  return mix(one, texelFetch(openings, ivec2(left + 1.0, 0), 0).r, place - left);
}

void main() {
  vec3 film = vec3(here(), 1.0);
  vec2 seen = texelFetch(mask, ivec2(film.xy - box.xy), 0).rg;
  vec2 at = vec2(dot(across, film), dot(down, film)) - 0.5;
  float row = clamp(floor(at.y + 0.5), 0.0, ball.w - 1.0);
  float away = distance(vec2(clamp(at.x, 0.0, ball.z - 1.0), row) + 0.5, iris) / max(radius, 1.0);
  float near = clamp((reach - away) / (reach - WHOLE), 0.0, 1.0);
  vec3 value = eyeball(at - near * near * (3.0 - 2.0 * near) * shift).rgb;
  vec2 fallen = at + vec2(0.0, lifted * openingAt(at.x));
  if (kept > 0.0 && isIn(lashesBox, fallen)) {
    vec4 over = kept * lash(fallen);
    value = value * (1.0 - over.a) + over.rgb;
  }
  vec2 shine = at - GLINT_SHARE * shift;
  if (isIn(glintReach, shine)) value += glint(shine).rgb;
  colour = finished(value * seen.g, seen.r);
}
`;var Ce=`// The inside of the mouth: its layers over each other, lit, and seen between the lips.
uniform vec4 box;
uniform sampler2D mask;
uniform sampler2D layers;
uniform vec2 layersSize;
uniform vec4 rects[4];
uniform vec3 across[4];
uniform vec3 down[4];
uniform float lit[4];
out vec4 colour;

// Of its light that the inside of a mouth keeps in green and blue where hardly any is left: walls are red.
const float WALLS = 0.62;

vec4 layer(vec4 rect, vec2 place) {
  // Nothing lies around a layer.
  vec2 inside = clamp(place, vec2(-1.0), rect.zw + 1.0);
  return texture(layers, (rect.xy + inside) / layersSize);
}

void main() {
  vec3 at = vec3(here(), 1.0);
  vec2 seen = texelFetch(mask, ivec2(at.xy - box.xy), 0).rg;
  vec3 value = vec3(0.0);
  for (int k = 0; k < 4; k++) {
    vec4 over = layer(rects[k], vec2(dot(across[k], at), dot(down[k], at)));
    value = value * (1.0 - over.a) + over.rgb * lit[k];
  }
  float cool = seen.g * (WALLS + (1.0 - WALLS) * seen.g);
  colour = finished(value * vec3(seen.g, cool, cool), seen.r);
}
`;var d={person:0,plate:1,label:2,around:3,rims:4,mouth:5,mouthMask:6,eyes:7,eyeMasks:8,glints:10,openings:12,flow:14};var z=2,K=class{constructor(e,t,r){this.gl=e;this.rig=t;let{mouth:o}=t.pictures;S(e,d.mouth,o,!0,z),this.mask=new V(e,d.mouthMask),this.program=r.program(C,Ce,{layers:d.mouth,mask:d.mouthMask}),this.program.set("layersSize",[o.width+2*z,o.height+2*z])}draw({box:e,cover:t,light:r,layers:o}){let{program:a,rig:i}=this;a.use(),this.mask.set(e[2]-e[0],e[3]-e[1],t,r);let s=o.map(({index:c})=>i.mouth.layers[c]);a.set("rects",s.flatMap(([c,l,h,u])=>[c+z,l+z,h,u]),4),a.set("across",o.flatMap(({place:c})=>c.slice(0,3)),3),a.set("down",o.flatMap(({place:c})=>c.slice(3)),3),a.set("lit",o.map(({lit:c})=>c),1),ze(this.gl,a,e)}},J=class{constructor(e,t,r,o,a){this.gl=e;let{ball:i,turned:s,lashes:c,boxes:l,glint:h,opening:u,iris:m,radius:p,reach:f}=r.eye;o===0&&S(e,d.eyes,t.pictures.eyes,!1),this.mask=new V(e,d.eyeMasks+o);let g={width:1,height:1,data:new Float32Array(3)},{width:w,height:y,data:b}=h?.picture??g,A=new Float32Array(4*w*y).map((M,L)=>L%4===3?0:b[3*(L>>2)+L%4]/255);ge(e,d.glints+o,w,y,A),ge(e,d.openings+o,u.length,1,u);let E={mask:d.eyeMasks+o,glints:d.glints+o,openings:d.openings+o},v=this.program=a.program(C,Ve,{eyes:d.eyes,...E});v.set("ball",i),v.set("turnedCorner",s.slice(0,2)),v.set("lashesCorner",c.slice(0,2)),v.set("lashesBox",l[0]),v.set("glintBox",h?[h.left,h.top,0,0]:[0,0,0,0]),v.set("glintReach",l[1]),v.set("glintSize",h?[w,y]:[0,0]),v.set("iris",m),v.set("radius",p),v.set("reach",f)}draw({box:e,cover:t,light:r,place:o,shift:a,turned:i,lifted:s,kept:c}){let{program:l}=this;l.use(),this.mask.set(e[2]-e[0],e[3]-e[1],t,r),l.set("across",o.slice(0,3)),l.set("down",o.slice(3)),l.set("shift",a),l.set("turned",i),l.set("lifted",s),l.set("kept",c),ze(this.gl,l,e)}};function ze(n,e,t){e.set("box",t),n.enable(n.BLEND),n.blendFunc(n.SRC_ALPHA,n.ONE_MINUS_SRC_ALPHA),n.bindVertexArray(null),n.drawArrays(n.TRIANGLE_STRIP,0,4)}function I(n,e){return n[0]*e[0]+n[1]*e[1]+n[2]*e[2]}function T(n,[e,t,r]){return[n[0]*e+n[1]*t+n[2]*r,n[3]*e+n[4]*t+n[5]*r,n[6]*e+n[7]*t+n[8]*r]}function ve(n){return[n[0],n[3],n[6],n[1],n[4],n[7],n[2],n[5],n[8]]}function H(n,e){let[t,r,o]=ve(e).reduce((c,l,h)=>{var u;return(c[u=Math.floor(h/3)]??(c[u]=[0,0,0]))[h%3]=l,c},[]),[a,i,s]=[T(n,t),T(n,r),T(n,o)];return[a[0],i[0],s[0],a[1],i[1],s[1],a[2],i[2],s[2]]}function He(n,e,t){let[r,o]=[Math.sin(n),Math.cos(n)],[a,i]=[Math.sin(-e),Math.cos(-e)],[s,c]=[Math.sin(t),Math.cos(t)],l=[1,0,0,0,o,-r,0,r,o],h=[i,0,a,0,1,0,-a,0,i],u=[c,-s,0,s,c,0,0,0,1];return H(H(u,h),l)}function U(n,e){let t=Bt(e),{width:r,height:o,data:a}=n,i=We(a,t,r,1,o,r);return{width:r,height:o,data:We(i,t,o,r,r,1)}}function Bt(n){let e=Math.floor((Math.round(8*n+1)|1)/2),t=new Float64Array(e+1).map((o,a)=>Math.exp(-.5*a*a/(n*n))),r=t.reduce((o,a)=>o+2*a,-t[0]);return t.map(o=>o/r)}function We(n,e,t,r,o,a){let i=new Float32Array(n.length),s=e.length-1,c=new Float64Array(t+2*s),l=Array.from(c,(h,u)=>Vt(u-s,t)*r);for(let h=0;h<o;h++){for(let u=0;u<c.length;u++)c[u]=n[h*a+l[u]];for(let u=0;u<t;u++){let m=e[0]*c[u+s];for(let p=1;p<=s;p++)m+=e[p]*(c[u+s-p]+c[u+s+p]);i[h*a+u*r]=m}}return i}function Vt(n,e){if(e===1)return 0;let t=2*e-2,r=(n%t+t)%t;return r<e?r:t-r}function Z({width:n,height:e,data:t},r){let o=new Float32Array(t.length),a=Math.floor(r),i=r-a;for(let s=0,c=0;s<e;s++)for(let l=0;l<n;l++,c++){let h=s>=a?t[c-a*n]:0,u=s>a?t[c-(a+1)*n]:0;o[c]=h+(u-h)*i}return{width:n,height:e,data:o}}function ee(n,e,t){let[r,o,a,i]=[1/0,1/0,-1/0,-1/0];for(let c=0;c<n.length;c+=2)r=Math.min(r,n[c]),a=Math.max(a,n[c]),o=Math.min(o,n[c+1]),i=Math.max(i,n[c+1]);let s=[Math.max(0,Math.floor(r)-t),Math.max(0,Math.floor(o)-t),Math.min(e[0],Math.ceil(a)+t),Math.min(e[1],Math.ceil(i)+t)];return s[2]-s[0]>1&&s[3]-s[1]>1?s:null}var Q=class{constructor(){this.fine=new Uint8Array(0)}cover(e,[t,r,o,a]){let[i,s]=[o-t,a-r],[c,l]=[i*4,s*4];this.fine.length<c*l&&(this.fine=new Uint8Array(c*l));let h=this.fine.fill(0,0,c*l),u=Ct(e,t,r);return Ht(h,c,l,u),zt(h,c,l,u),{width:i,height:s,data:jt(h,i,s)}}};function Ct(n,e,t){let r=new Float64Array(n.length);for(let o=0;o<n.length;o+=2)r[o]=je(((n[o]-e)*4-.5)*16)/16,r[o+1]=Math.floor(je(((n[o+1]-t)*4-.5)*16)/16+.5);return r}function je(n){let e=Math.floor(n),t=n-e;return t>.5||t===.5&&e%2!==0?e+1:e}function zt(n,e,t,r){let o=Array.from({length:t},()=>[]);for(let a=0;a<r.length;a+=2){let i=(a+2)%r.length,[s,c]=r[a+1]<r[i+1]?[a,i]:[i,a],[l,h]=[r[s+1],r[c+1]];if(l===h)continue;let u=(r[c]-r[s])/(h-l);for(let m=Math.max(l,0);m<Math.min(h,t);m++)o[m].push(r[s]+(m-l)*u)}o.forEach((a,i)=>{a.sort((s,c)=>s-c);for(let s=0;s+1<a.length;s+=2){let[c,l]=[Math.max(0,Math.ceil(a[s])),Math.min(e-1,Math.floor(a[s+1]))];c<=l&&n.fill(255,i*e+c,i*e+l+1)}})}function Ht(n,e,t,r){for(let o=0;o<r.length;o+=2){let a=(o+r.length-2)%r.length,[i,s,c,l]=[r[a],r[a+1],r[o],r[o+1]];Math.abs(c-i)>Math.abs(l-s)?Xe(n,1,e,e,t,i,s,c,l):Xe(n,e,1,t,e,s,i,l,c)}}function Xe(n,e,t,r,o,a,i,s,c){a>s&&([a,i,s,c]=[s,c,a,i]);let l=(c-i)/Math.max(s-a,1/65536),h=Math.abs(l)>=1?1:Math.sqrt((1+l*l)/2),[u,m]=[Math.floor(a),Math.floor(s+1)];for(let p=Math.max(u,0);p<=Math.min(m,r-1);p++){let f=i+l*(p-a)+.5,g=Math.floor(f),w=Wt(p,a,s)*h;for(let y=-1;y<=1;y++){let b=g+y;if(b<0||b>=o)continue;let A=(b+.5-f)/.53125,E=w*.996*Math.exp(-.5*A*A),v=p*e+b*t;n[v]+=(255-n[v])*E*(2-E)+.5}}}function Wt(n,e,t){return Math.max(0,Math.min(1,(n+1-e)/2)+Math.min(1,(t+1-n)/2)-1)}function jt(n,e,t){let r=new Float32Array(e*t),o=e*4;for(let a=0,i=0;a<t;a++)for(let s=0;s<e;s++,i++){let c=0;for(let l=0,h=a*4*o+s*4;l<4;l++,h+=o)for(let u=0;u<4;u++)c+=n[h+u];r[i]=Math.round(c/16)/255}return r}function Ye(n,[e,t]){let r=e/n.size[0],{left:o,top:a,scale:i,margin:s}=n,c=n.zoom/r,l=r<1&&c>=3?1:0;return{width:e,height:t,left:o,top:a,larger:r,scale:i*r,zoom:c,margin:s*r,detail:l}}function $e(n,e){let t=Math.max(e[0]/n[0],e[1]/n[1]);return t>0&&t<1?[Math.round(n[0]*Math.max(t,.5)),Math.round(n[1]*Math.max(t,.5))]:[...n]}function W(n,e,t){let r=new Float32Array(2*t.length);for(let o=0;o<t.length;o++)r[2*o]=(e[3*t[o]]-n.left)*n.scale,r[2*o+1]=(e[3*t[o]+1]-n.top)*n.scale;return r}var Xt=.19,xe=.016,qe=9,te=class{constructor(e,t,r,o){this.eye=e;this.rig=t;this.view=r;this.painter=o;this.unit=t.unit*r.scale*r.zoom}look(e,t){let{view:r,eye:o}=this,a=Yt(W(r,e.vertices,o.upper),W(r,e.vertices,o.lower)),i=ee(a,[r.width,r.height],2);if(!i)return null;let s=this.painter.cover(a,i),c=s.data.reduce((p,f)=>p+f,0);if(c===0)return null;let l=[0,1].map(p=>Xt*this.unit*Math.sin(t[_e+p])),h=Math.min(1,Math.abs(l[1])/(xe*this.unit)),u=Math.min(1,Math.hypot(...l)/(xe*this.unit)),m=this.raised(e);return{box:i,shift:l,cover:s.data,light:this.light(s,c),place:this.place(e),turned:Math.round(u*(qe-1))/(qe-1),lifted:m*this.unit,kept:1-h*(1-Math.min(1,m/xe))}}raised(e){let{lid:t,lidRest:r}=this.eye,a=T(e.turn,r).map((c,l)=>e.vertices[3*t+l]-c-e.shift[l]),{axes:i,unit:s}=this.rig;return Math.max(0,-I(a,T(e.turn,[i[1],i[4],i[7]]))/s)}light(e,t){let r=this.eye.openArea*this.view.larger**2,o=Math.min(1,Math.max(0,2.5*(1-t/r)-.1));if(o===0)return new Float32Array(e.data.length).fill(1);let a=.035*this.unit/this.view.zoom;return U(Z(e,a),Math.max(.6,.6*a)).data.map(s=>1-.34*o*(1-s))}place({turn:e,shift:t}){let{view:r,eye:o}=this,[a,i,s,c]=[e[0],e[1],e[3],e[4]],l=a*c-i*s,h=[c/l,-i/l,-s/l,a/l],u=r.left-e[2]*o.depth-t[0],m=r.top-e[5]*o.depth-t[1],p=r.scale*r.zoom,f=(y,b,A,E)=>(y*u+b*m-A)*p-E+r.margin*r.zoom,[g,w]=[f(h[0],h[1],r.left,o.corner[0]),f(h[2],h[3],r.top,o.corner[1])];return[h[0]*r.zoom,h[1]*r.zoom,g,h[2]*r.zoom,h[3]*r.zoom,w]}};function Yt(n,e){let t=n.length,r=new Float32Array(2*t),[o,a]=[n[t-2]-n[0],n[t-1]-n[1]];for(let i=0;i<t;i+=2){let s=(e[i+1]-n[i+1])*o-(e[i]-n[i])*a<0;for(let c=0;c<2;c++){let[l,h]=[n[i+c],e[i+c]];r[i+c]=s?(l+h)/2:l,r[2*t-2-i+c]=s?(l+h)/2:h}}return r}var Ke=`// What comes last in every picture, whatever draws it: the photo's edges, where they show, and the label.
uniform vec2 size;
uniform sampler2D label;
uniform vec4 labelPlace;
#ifdef INSET
uniform float larger;
uniform sampler2D around;
uniform sampler2D rims;
#endif

vec2 here() {
  return vec2(gl_FragCoord.x, size.y - gl_FragCoord.y);
}

// A picture as large as the film: at the film's own size its texels are our pixels.
vec3 seenIn(sampler2D picture) {
#ifdef SCALED
  return texture(picture, here() / size).rgb;
#else
  return texelFetch(picture, ivec2(here()), 0).rgb;
#endif
}

vec4 finished(vec3 colour, float share) {
#ifdef INSET
  vec2 film = here() / (larger * vec2(textureSize(rims, 0).x));
  float seen = texture(rims, vec2(film.x, 0.25)).r * texture(rims, vec2(film.y, 0.75)).r;
  colour = mix(seenIn(around), min(colour, 1.0), seen);
#endif
  // From -1 to 1 across the label.
  vec2 ink = gl_FragCoord.xy * labelPlace.xy + labelPlace.zw;
  if (max(abs(ink.x), abs(ink.y)) < 1.0) {
    vec4 over = texture(label, vec2(0.5, -0.5) * ink + 0.5);
    colour = min(colour, 1.0) * (1.0 - over.a) + over.rgb;
  }
  return vec4(colour, share);
}
`;var re=class{constructor(e,t,r,o){this.gl=e;this.rig=t;this.view=r;this.label=o;S(e,d.label,o.picture,r.larger!==1),t.inset&&(S(e,d.around,t.inset.around,r.larger!==1),Kt(e,t.inset.across,t.inset.down,r.larger!==1))}program(e,t,r,o){let{gl:a,rig:i,view:s,label:c}=this,l=[i.inset?`#define INSET
`:"",s.larger===1?"":`#define SCALED
`,`#define DETAIL ${s.detail.toFixed(1)}
`],h=new $(a,e,l.join("")+Ke+t,o);return h.samplers({...r,label:d.label,around:d.around,rims:d.rims}),h.set("size",[s.width,s.height]),h.set("canvas",[s.width,s.height]),h.set("larger",s.larger),h.set("labelPlace",qt(c,s)),h}};function qt({left:n,top:e,picture:t},{larger:r,height:o}){let[a,i]=[t.width*r,t.height*r],[s,c]=[n*r+a/2,o-e*r-i/2];return[2/a,2/i,-2*s/a,-2*c/i]}function Kt(n,e,t,r){let o=Math.max(e.length,t.length),a=new Uint8Array(2*o);a.set(e.map(i=>Math.round(255*i))),a.set(t.map(i=>Math.round(255*i)),o),P(n,d.rims,r),n.pixelStorei(n.UNPACK_ALIGNMENT,1),n.texImage2D(n.TEXTURE_2D,0,n.R8,o,2,0,n.RED,n.UNSIGNED_BYTE,a),n.pixelStorei(n.UNPACK_ALIGNMENT,4)}var Ae=.03,Jt=.13,Zt=.58,Qt=.3,er=.0035,tr=.09,rr=.6,Je=.5,nr=.12,or=1,Ze=.81,Qe=.86,et=.1,tt=.8,ar=x("tongueOut"),[rt,Ee,nt,Te]=[0,1,2,3],ne=class{constructor(e,t,r){this.rig=e;this.view=t;this.painter=r;this.unit=e.unit*t.scale}look(e,t){let{rig:r,view:o}=this,a=Math.min(1,e.lipGap/(Ae*r.unit));if(!r.mouth.isOpen&&e.lipGap*o.scale<.35)return null;let i=this.outline(e,a),s=ee(i,[o.width,o.height],3);if(!s)return null;let c=this.painter.cover(i,s),l=this.tucked(e),h=this.light(c,e,l),u=U(c,Math.max(.35,er*this.unit)).data;ir(u,i,s,r.mouth.isOpen?.7:.2,.42+.58*Math.max(a,l));let m=Re(or,this.opening(e,l))/Re(Je,this.opening(e,l));return{box:s,cover:u,light:h,layers:this.layers(e,t[Ie],t[ar],m)}}outline(e,t){let{rig:r,view:o}=this,[a,i]=[r.upperLip,r.lowerLip].map(h=>W(o,e.vertices,h)),s=r.mouth.isOpen?1-t:0,c=a.length,l=new Float32Array(2*c);for(let h=0;h<c;h+=2)for(let u=0;u<2;u++){let m=s*r.mouth.line[h+u]*o.larger;l[h+u]=a[h+u]-m,l[2*c-2-h+u]=i[h+u]+m}return l}layers(e,t,r,o){let a=[0,-Jt*Math.max(t,Math.min(1,2.5*r)),-.1*r],i=T(this.rig.axes,a).map(l=>l*this.rig.unit),s=[.5,Zt,1,0];return(r>.1?[rt,nt,Ee,Te]:[rt,Ee,nt,Te]).map(l=>{let h=l===Ee,u=e.jaw.map((p,f)=>p*s[l]+(h?i[f]:0)),m=h?1-Qt*Math.max(0,t-r):l===Te?o:1;return{index:l,place:this.place(e,u),lit:m}})}place(e,t){let{rig:r,view:o}=this,{axes:a}=r,{centre:i}=r.mouth,s=r.mouth.step*o.scale,c=T(e.turn,[a[0],a[3],a[6]]).map(v=>v*s),l=T(e.turn,[a[1],a[4],a[7]]).map(v=>v*s),h=T(e.turn,[i[0]+t[0],i[1]+t[1],i[2]+t[2]]),u=(h[0]+e.shift[0]-o.left)*o.scale,m=(h[1]+e.shift[1]-o.top)*o.scale,[p,f,g,w]=[c[0],l[0],c[1],l[1]],y=p*w-f*g,b=[w/y,-f/y,-g/y,p/y],[A,E]=r.mouth.origin;return[b[0],b[1],A-b[0]*u-b[1]*m,b[2],b[3],E-b[2]*u-b[3]*m]}light(e,t,r){let o=t.lipGap*this.view.scale,a=Math.min(.05*this.unit,Math.max(.4*o,.5)),i=U(Z(e,a),Math.max(.6,.5*a)).data,s=U(e,Math.max(.6,.35*a)).data,c=tt*r,l=Math.max(Math.min(1,o/(Ae*this.unit)),c),h=Re(Je,this.opening(t,r))*(.35+.65*l)*this.letIn(t),u=(m,p)=>(Ze+(1-Ze)*m)*(Qe+(1-Qe)*s[p]);return i.map((m,p)=>(c+(1-c)*u(m,p))*h)}opening(e,t){return Math.max(Math.min(1,e.lipGap/(nr*this.rig.unit)),tt*t)}letIn(e){let t=(this.beforeTeeth(e,this.rig.upperLip)+this.beforeTeeth(e,this.rig.lowerLip))/2,r=e.lipGap/this.rig.unit+.03;return r/(r+rr*Math.max(0,t-et))}tucked(e){return Me(2-e.lipGap/(Ae*this.rig.unit))*Me(1-this.beforeTeeth(e,this.rig.lowerLip)/et)}beforeTeeth(e,t){let r=Math.floor(t.length/4),o=T(e.turn,this.rig.mouth.centre).map((s,c)=>s+e.shift[c]),a=1/(t.length-2*r);for(let s=r;s<t.length-r;s++)for(let c=0;c<3;c++)o[c]-=e.vertices[3*t[s]+c]*a;let i=T(e.turn,[this.rig.axes[2],this.rig.axes[5],this.rig.axes[8]]);return I(o,i)/this.rig.unit}};function ir(n,e,t,r,o){let a=e.length/2,[i,s]=[e[0],e[1]],c=[e[a-2]-i,e[a-1]-s],l=Math.max(c[0]**2+c[1]**2,1),h=t[2]-t[0];for(let u=0;u<n.length;u++){let m=t[0]+u%h+.5-i,p=t[1]+Math.floor(u/h)+.5-s,f=(m*c[0]+p*c[1])/l,g=Me(Math.min(f,1-f)/tr);n[u]*=(r+(1-r)*g*g*(3-2*g))*o}}function Re(n,e){return n+(1-n)*e}function Me(n){return Math.min(1,Math.max(0,n))}var oe=class{constructor(e,t,r){this.triangles=e;this.values=new Float32Array(0);this.vertices=[...new Set(e)],this.drawn=new Float32Array(5*t.length/2);for(let o of this.vertices)for(let a=0;a<2;a++)this.drawn[5*o+3+a]=t[2*o+a]/r[a]}paint(e,[t,r]){this.settle(e);let o=this.box(t,r),[a,i]=[o[2]-o[0],o[3]-o[1]];if(a<1||i<1)return null;let s=4*a*i;this.values.length<s&&(this.values=new Float32Array(s)),this.values.fill(0,0,s);for(let c=0;c<this.triangles.length;c+=3)this.triangle(c,o[0]+.5,o[1]+.5,a,i);return o}settle(e){let{drawn:t}=this;for(let r of this.vertices)for(let o=0;o<3;o++)t[5*r+o]=e[3*r+o]}box(e,t){let[r,o,a,i]=[e,t,0,0];for(let s of this.vertices)r=Math.min(r,this.drawn[5*s]),a=Math.max(a,this.drawn[5*s]),o=Math.min(o,this.drawn[5*s+1]),i=Math.max(i,this.drawn[5*s+1]);return[Math.max(0,Math.floor(r)),Math.max(0,Math.floor(o)),Math.min(e,Math.ceil(a)),Math.min(t,Math.ceil(i))]}triangle(e,t,r,o,a){let{triangles:i,drawn:s,values:c}=this,[l,h,u]=[5*i[e],5*i[e+1],5*i[e+2]],m=s[l]-t,p=s[l+1]-r,f=s[h]-t,g=s[h+1]-r,w=s[u]-t,y=s[u+1]-r,b=Math.max(0,Math.ceil(Math.min(p,g,y)-.01)),A=Math.min(a-1,Math.floor(Math.max(p,g,y)+.01)),E=Math.max(0,Math.ceil(Math.min(m,f,w)-.01)),v=Math.min(o-1,Math.floor(Math.max(m,f,w)+.01));if(b>A||E>v)return;let M=(f-m)*(y-p)-(g-p)*(w-m);if(Math.abs(M)<1e-6)return;let[L,gt]=[(y-p)/M,(p-g)/M],[vt,xt]=[(m-w)/M,(f-m)/M],[ue,me,pe]=[s[l+3],s[l+4],s[l+2]],[At,Et,Tt]=[s[h+3]-ue,s[h+4]-me,s[h+2]-pe],[Rt,Mt,Lt]=[s[u+3]-ue,s[u+4]-me,s[u+2]-pe];for(let D=b;D<=A;D++)for(let k=E;k<=v;k++){let N=(k-m)*L+(D-p)*vt,G=(k-m)*gt+(D-p)*xt;if(N<-1e-4||G<-1e-4||N+G>1- -1e-4)continue;let X=4*(D*o+k);c[X]=ue+N*At+G*Rt,c[X+1]=me+N*Et+G*Mt,c[X+2]=pe+N*Tt+G*Lt,c[X+3]=1}}};function ot(n,e){let t=new Map,r=1+Math.max(...new Set([...n]));for(let i=0;i<n.length;i+=3)for(let s=0;s<3;s++){let[c,l]=[n[i+s],n[i+(s+1)%3]],h=Math.min(c,l)*r+Math.max(c,l);t.set(h,(t.get(h)??0)+1)}let o=new Set;for(let[i,s]of t)s===1&&o.add(i%r).add(Math.floor(i/r));let a=[];for(let i=0;i<e.length;i+=3){let s=[e[i],e[i+1],e[i+2]];s.some(c=>o.has(c))&&a.push(...s)}return a}var at=`// The face, from where the page has worked out that its pixels come.
uniform vec4 box;
uniform sampler2D flow;
uniform sampler2D person;
uniform sampler2D plate;
out vec4 colour;

void main() {
  vec4 from = texelFetch(flow, ivec2(here() - box.xy), 0);
  if (from.w == 0.0) discard;
  vec4 own = textureLod(person, from.xy, DETAIL);
  vec3 whole = own.rgb * (1.0 + from.z);
  if (own.a < 1.0) whole += seenIn(plate) * (1.0 - own.a);
  colour = finished(whole, 1.0);
}
`;var ae=class{constructor(e,t,r,o){this.gl=e;this.view=r;this.held=[0,0];let{person:a}=t.pictures,i=Uint32Array.from([...ot(t.face,t.around),...t.face]);this.flow=new oe(i,t.sources,[a.width,a.height]),this.texture=P(e,d.flow,!1),this.program=o.program(C,at,{flow:d.flow,person:d.person,plate:d.plate})}draw(e){let{gl:t,flow:r,program:o}=this,a=r.paint(e,[this.view.width,this.view.height]);if(!a)return;let[i,s]=[a[2]-a[0],a[3]-a[1]];t.activeTexture(t.TEXTURE0+d.flow),t.bindTexture(t.TEXTURE_2D,this.texture),(i>this.held[0]||s>this.held[1])&&(this.held=[Math.max(i+32,this.held[0]),Math.max(s+32,this.held[1])],t.texImage2D(t.TEXTURE_2D,0,t.RGBA32F,...this.held,0,t.RGBA,t.FLOAT,null)),t.texSubImage2D(t.TEXTURE_2D,0,0,0,i,s,t.RGBA,t.FLOAT,r.values),o.use(),o.set("box",a),t.bindVertexArray(null),t.drawArrays(t.TRIANGLE_STRIP,0,4)}};var it=`// The photo where it has moved to, over what is behind.
in vec2 atSource;
in float atLight;
uniform sampler2D person;
uniform sampler2D plate;
uniform float shaded;
out vec4 colour;

void main() {
  vec4 own = textureLod(person, atSource, DETAIL);
  vec3 whole = own.rgb * (1.0 + shaded * atLight);
  if (own.a < 1.0) whole += seenIn(plate) * (1.0 - own.a);
  colour = finished(whole, 1.0);
}
`;var st=`// What is behind the person.
uniform sampler2D plate;
out vec4 colour;

void main() {
  colour = finished(seenIn(plate), 1.0);
}
`;var ct=`// The whole picture, behind all else.
void main() {
  gl_Position = vec4(gl_VertexID % 2 == 0 ? -1.0 : 1.0, gl_VertexID < 2 ? -1.0 : 1.0, 0.9, 1.0);
}
`;var lt=`// A vertex of the person, or a corner of the whole picture, which stays where it is.
in vec2 place;
in float light;
in vec2 source;
uniform vec2 canvas;
uniform vec2 personSize;
uniform float zoom;
uniform float grid;
uniform float depth;
out vec2 atSource;
out float atLight;

void main() {
  // Graphics cards move corners to a grid, of 1/16 px at worst, before they draw: so the texture goes along.
  vec2 drawn = floor(place * grid + 0.5) / grid;
  atSource = (source + zoom * (drawn - place)) / personSize;
  atLight = light;
  gl_Position = vec4(2.0 * drawn.x / canvas.x - 1.0, 1.0 - 2.0 * drawn.y / canvas.y, depth, 1.0);
}
`;var ht=["place","light","source"],ut=-.5,mr=0,pr=.5,ie=class{constructor(e,t,r,o,a){this.gl=e;this.view=r;let{person:i,plate:s}=t.pictures;S(e,d.person,i,!0,0,1+r.detail),S(e,d.plate,s,r.larger!==1),this.program=a.program(lt,it,{person:d.person,plate:d.plate},ht),this.program.set("personSize",[i.width,i.height]),this.program.set("zoom",r.zoom);let c=e.getParameter(e.SUBPIXEL_BITS);this.program.set("grid",2**c),this.flowing=q(e)?new ae(e,t,r,a):null,this.window=fr(t,r);let l=t.resting.length/3;this.moved=new Float32Array(3*(l+4)),this.array=e.createVertexArray(),e.bindVertexArray(this.array),this.buffer=this.vertices(t);let h=o.triangles(t.around,t),u=[0,1,2,2,1,3].map(f=>l+f),m=[...t.face,...h,...u];this.counts=[t.face.length,h.length,o.goesBeyond(t)?u.length:0];let p=l+4>65535?Uint32Array.from(m):Uint16Array.from(m);this.wordSize=p.BYTES_PER_ELEMENT,e.bindBuffer(e.ELEMENT_ARRAY_BUFFER,e.createBuffer()),e.bufferData(e.ELEMENT_ARRAY_BUFFER,p,e.STATIC_DRAW),this.ground=a.program(ct,st,{plate:d.plate})}vertices({sources:e}){let{gl:t,view:r,moved:o}=this,a=new Float32Array(e.length+8);a.set(e),[[0,0],[r.width,0],[0,r.height],[r.width,r.height]].forEach(([s,c],l)=>{o.set([s,c,0],o.length-12+3*l),a.set([(s+r.margin)*r.zoom,(c+r.margin)*r.zoom],e.length+2*l)});let i=t.createBuffer();return t.bindBuffer(t.ARRAY_BUFFER,i),t.bufferData(t.ARRAY_BUFFER,o,t.DYNAMIC_DRAW),t.vertexAttribPointer(0,2,t.FLOAT,!1,12,0),t.vertexAttribPointer(1,1,t.FLOAT,!1,12,8),t.bindBuffer(t.ARRAY_BUFFER,t.createBuffer()),t.bufferData(t.ARRAY_BUFFER,a,t.STATIC_DRAW),t.vertexAttribPointer(2,2,t.FLOAT,!1,8,0),ht.forEach((s,c)=>t.enableVertexAttribArray(c)),i}draw({vertices:e,shade:t}){let{gl:r,view:o,moved:a}=this;for(let i=0;i<t.length;i++)a[3*i]=(e[3*i]-o.left)*o.scale,a[3*i+1]=(e[3*i+1]-o.top)*o.scale,a[3*i+2]=t[i];r.disable(r.BLEND),r.bindBuffer(r.ARRAY_BUFFER,this.buffer),r.bufferData(r.ARRAY_BUFFER,a,r.DYNAMIC_DRAW),this.paint()}paint(){let{gl:e,counts:[t,r,o],window:a}=this;e.clear(e.DEPTH_BUFFER_BIT),e.enable(e.DEPTH_TEST),e.depthFunc(e.LEQUAL),a&&(e.enable(e.SCISSOR_TEST),e.scissor(...a)),this.flowing&&this.flowing.draw(this.moved),this.program.use(),e.bindVertexArray(this.array),this.flowing||this.part(ut,0,t),this.part(mr,t,r),o&&this.part(pr,t+r,o),e.disable(e.SCISSOR_TEST),this.ground.use(),e.drawArrays(e.TRIANGLE_STRIP,0,4),e.disable(e.DEPTH_TEST)}part(e,t,r){let{gl:o,program:a,wordSize:i}=this;a.set("depth",e),a.set("shaded",e===ut?1:0),o.drawElements(o.TRIANGLES,r,i===2?o.UNSIGNED_SHORT:o.UNSIGNED_INT,t*i)}};function fr({window:n},{larger:e,width:t,height:r}){let[o,a,i,s]=n.map(l=>Math.round(l*e));return o<=0&&a<=0&&i>=t&&s>=r?null:[o,r-s,i-o,s-a]}var dr=x("jawOpen"),mt=x("mouthClose"),yr=["jawForward","jawLeft","jawRight","jawOpen"].map(x),br=["Left","Right"].map(n=>({blink:x(`eyeBlink${n}`),lids:["eyeSquint","eyeLookDown","eyeLookUp","eyeWide"].map(e=>x(e+n))})),pt=.35,wr=.3,gr=.08,se=class{constructor(e){this.rig=e;this.weights=new Float32Array(F);let t=e.resting.length/3;this.posed={vertices:new Float32Array(3*t),shade:new Float32Array(t),turn:[1,0,0,0,1,0,0,0,1],shift:[0,0,0],jaw:[0,0,0],lipGap:0},this.apart=new Float32Array(3*e.upperLip.length),this.right=[e.axes[0],this.rig.axes[3],this.rig.axes[6]],this.down=[this.rig.axes[1],this.rig.axes[4],this.rig.axes[7]]}pose(e){let{rig:t,posed:r}=this;this.shadeBy(e);let o=this.hold(e);r.vertices.set(t.resting);for(let s=0;s<F;s++){let c=o[s],l=t.shapes[s];c!==0&&l&&vr(r.vertices,l,c)}r.lipGap=this.keepLipsApart(r.vertices);let a=[0,1,2].map(s=>e[B+3+s]*t.travel*t.unit),i=T(this.rig.axes,a);return this.turnHead(e,i),this.carry(i.map(s=>wr*s),e[Ue]),r.jaw=[0,1,2].map(s=>yr.reduce((c,l,h)=>c+o[l]*this.rig.mouth.jaw[h][s],0)),r}shadeBy(e){let{shade:t}=this.posed;this.rig.seamShade?t.set(this.rig.seamShade):t.fill(0);for(let r=0;r<F;r++){let o=e[r],a=this.rig.shades[r];if(o===0||!a)continue;let{vertices:i,values:s}=a;for(let c=0;c<i.length;c++)t[i[c]]+=o*s[c]}}hold(e){let{weights:t}=this;t.set(e.subarray(0,F));let r=t[mt]-t[dr]-gr;r>0&&(t[mt]-=r);for(let{blink:o,lids:a}of br){let i=1-Math.min(t[o],1);for(let s of a)t[s]*=i}return t}keepLipsApart(e){let{rig:t,apart:r,right:o,down:a}=this,i=0,s=!1;for(let c=0;c<t.upperLip.length;c++){let l=3*t.upperLip[c],h=3*t.lowerLip[c],u=[0,1,2].map(f=>e[h+f]-e[l+f]),m=I(u,a);i=Math.max(i,m);let p=I(u,o);for(let f=0;f<3;f++)r[3*c+f]=m<0?u[f]-p*o[f]:0;s||(s=m<0)}return s&&this.pull(e),i}pull(e){let{vertices:t,pairs:r,shares:o,upper:a}=this.rig.lipPull;for(let i=0;i<t.length;i++){let s=o[i]*(i<a?pt:pt-1),c=3*t[i],l=3*r[i];e[c]+=s*this.apart[l],e[c+1]+=s*this.apart[l+1],e[c+2]+=s*this.apart[l+2]}}turnHead(e,t){let r=He(e[B],e[B+1],e[B+2]),o=H(H(this.rig.axes,r),ve(this.rig.axes)),a=this.rig.pivot,i=T(o,a);this.posed.turn=o,this.posed.shift=i.map((s,c)=>a[c]-s+t[c])}carry(e,t){let{vertices:r,turn:o,shift:a}=this.posed,{headWeight:i,breath:s}=this.rig,[c,l,h,u,m,p,f,g,w]=o;for(let y=0,b=0;y<i.length;y++,b+=3){let A=r[b],E=r[b+1],v=r[b+2],M=i[y],L=1-M;r[b]=L*(A+e[0])+M*(c*A+l*E+h*v+a[0])+t*s[2*y],r[b+1]=L*(E+e[1])+M*(u*A+m*E+p*v+a[1])+t*s[2*y+1],r[b+2]=L*(v+e[2])+M*(f*A+g*E+w*v+a[2])}}};function vr(n,e,t){let{vertices:r,values:o}=e;for(let a=0,i=0;a<r.length;a++,i+=3){let s=3*r[a];n[s]+=t*o[i],n[s+1]+=t*o[i+1],n[s+2]+=t*o[i+2]}}var Le={5120:"int8",5121:"uint8",5122:"int16",5123:"uint16",5125:"uint32",5126:"float32"},xr={SCALAR:1,VEC2:2,VEC3:3,VEC4:4},ce=class{constructor(e){let t=new DataView(e);if(e.byteLength<20||t.getUint32(0,!0)!==1179937895||t.getUint32(4,!0)!==2)throw new Error("This is no glTF 2.0 binary; load what the address of a rig gives.");let r=t.getUint32(12,!0);this.head=JSON.parse(new TextDecoder().decode(new Uint8Array(e,20,r))),this.body=e.slice(28+r)}accessor(e){let{bufferView:t,componentType:r,count:o,type:a}=j(this.head.accessors,e);if(t===void 0)throw new Error(`Accessor ${e} of the rig holds no numbers.`);return this.words(t,Le[r],o*(xr[a]??1))}sparse(e){let{sparse:t,componentType:r}=j(this.head.accessors,e);return t?{vertices:ft(this.words(t.indices.bufferView,Le[t.indices.componentType],t.count)),values:this.words(t.values.bufferView,Le[r],3*t.count)}:null}numbers({view:e,type:t,shape:r,step:o}){let a=this.words(e,t,r.reduce((i,s)=>i*s,1));return Float32Array.from(a,i=>i*o)}vertices({view:e,type:t,shape:r}){return ft(this.words(e,t,r.reduce((o,a)=>o*a,1)))}picture(e,t){let{bufferView:r,mimeType:o}=j(this.head.images,e),{byteOffset:a=0,byteLength:i}=j(this.head.bufferViews,r),s=new Blob([new Uint8Array(this.body,a,i)],{type:o});return createImageBitmap(s,{premultiplyAlpha:t,colorSpaceConversion:"none"})}words(e,t,r){let{byteOffset:o=0}=j(this.head.bufferViews,e);switch(t){case"int8":return new Int8Array(this.body,o,r);case"uint8":return new Uint8Array(this.body,o,r);case"int16":return new Int16Array(this.body,o,r);case"uint16":return new Uint16Array(this.body,o,r);case"uint32":return new Uint32Array(this.body,o,r);case"float32":return new Float32Array(this.body,o,r);default:throw new Error(`The rig has numbers of the unknown kind "${t}".`)}}};function j(n,e){let t=n[e];if(t===void 0)throw new Error(`The rig names a part ${e} that it doesn't have.`);return t}function ft(n){return n instanceof Uint16Array||n instanceof Uint32Array?n:Uint16Array.from(n)}var dt=1;async function yt(n){let e=new ce(n),t=e.head.extras?.avatar;if(!t)throw new Error("This model is no rig of a portrait: it has no `extras.avatar`.");if(t.format!==dt)throw new Error(`The rig has format ${t.format} and this page reads ${dt}: load the page again.`);let[r,o,a]=await Promise.all([Ar(e,t),Er(e,t),Tr(e,t)]);return{pictures:r,labels:o,inset:a,...Rr(t),...Mr(e,t),...Fr(e,t)}}async function Ar(n,{canvas:e,mouth:t,eyes:r}){let[o,a,i,s]=await Promise.all([n.picture(e.person,"premultiply"),n.picture(e.plate,"none"),n.picture(t.image,"premultiply"),r.image===null?null:n.picture(r.image,"none")]);return{person:o,plate:a,mouth:i,eyes:s}}function Er(n,{labels:e}){return Promise.all(e.map(async({language:t,text:r,left:o,top:a,image:i})=>({language:t,text:r,left:o,top:a,picture:await n.picture(i,"premultiply")})))}async function Tr(n,{canvas:{inset:e}}){if(!e)return null;let t=await n.picture(e.around,"none");return{across:n.numbers(e.across),down:n.numbers(e.down),around:t}}function Rr({canvas:n}){let{size:e,left:t,top:r,scale:o,zoom:a,margin:i,window:s}=n;return{size:e,left:t,top:r,scale:o,zoom:a,margin:i,window:s}}function Mr(n,e){let{attributes:t,targets:r}=n.head.meshes[0].primitives[0],{step:o,triangles:a,canvas:i,rig:s}=e,c=p=>Float32Array.from(p,f=>f*o),l=r.map(({POSITION:p})=>{let f=n.sparse(p);return f&&{vertices:f.vertices,values:c(f.values)}}),[h,u]=[n.accessor(a.lips),n.accessor(a.face)],m=h instanceof Uint16Array?new Uint16Array(h.length+u.length):new Uint32Array(h.length+u.length);return m.set(h),m.set(u,h.length),{resting:c(n.accessor(t.POSITION)),sources:Float32Array.from(n.accessor(t.TEXCOORD_0),(p,f)=>p*i.person_size[f%2]),around:n.accessor(a.around),face:m,shapes:l,shades:Lr(n,e),seamShade:s.seam_shade&&n.numbers(s.seam_shade)}}function Lr(n,{rig:{shades:e}}){let[t,r]=[n.vertices(e.vertices),n.numbers(e.values)],o=Array.from({length:F},()=>null),a=0;return e.columns.forEach((i,s)=>{let c=a+e.counts[s];o[i]={vertices:t.subarray(a,c),values:r.subarray(a,c)},a=c}),o}function Fr(n,e){let{rig:t,eyes:r}=e,{unit:o,axes:a,pivot:i,travel:s,lip_pull:c}=t;return{unit:o,pivot:i,travel:s,axes:a.flat(),headWeight:n.numbers(t.head_weight),breath:n.numbers(t.breath),upperLip:n.vertices(t.upper_lip),lowerLip:n.vertices(t.lower_lip),lipPull:{vertices:n.vertices(c.vertices),pairs:n.vertices(c.pairs),shares:n.numbers(c.shares),upper:c.lips.upper},eyes:r.both.map(l=>Pr(n,e,l)),mouth:Sr(n,e)}}function Sr(n,{mouth:e}){let{centre:t,origin:r,px:o,jaw:a,is_open:i}=e,{cavity:s,tongue:c,lower:l,upper:h}=e.layers;return{layers:[s,c,l,h],centre:t,origin:r,step:o,jaw:a,isOpen:i,line:n.numbers(e.line)}}function Pr(n,{rig:e},t){let{ball:r,turned:o,lashes:a,boxes:i,corner:s,iris:c,radius:l,reach:h,depth:u,lid:m}=t,[p,f]=[e.upper_lids,e.lower_lids].map(w=>{let y=w.shape[1];return n.vertices(w).subarray(t.index*y,(t.index+1)*y)}),g=t.glint&&{left:t.glint.left,top:t.glint.top,picture:{height:t.glint.values.shape[0],width:t.glint.values.shape[1],data:n.numbers(t.glint.values)}};return{upper:p,lower:f,ball:r,turned:o,lashes:a,glint:g,boxes:i,corner:s,iris:c,radius:l,reach:h,depth:u,lid:m,opening:n.numbers(t.opening),openArea:t.open_area,lidRest:t.lid_rest}}var le=class{constructor(e){this.width=Math.ceil(e.width/4),this.height=Math.ceil(e.height/4);let t=new Uint8Array(this.width*this.height),r=Ir(e);for(let a=0,i=3;a<e.height;a++){let s=(a>>2)*this.width;for(let c=0;c<e.width;c++,i+=4)r[i]&&(t[s+(c>>2)]=1)}let o=this.width+1;this.sums=new Uint32Array(o*(this.height+1));for(let a=1;a<=this.height;a++)for(let i=1,s=0;i<=this.width;i++)s+=t[(a-1)*this.width+i-1],this.sums[a*o+i]=this.sums[(a-1)*o+i]+s}shows([e,t],[r,o]){let{sums:a,width:i,height:s}=this,[c,l]=bt(e,r,i),[h,u]=bt(t,o,s),m=(p,f)=>a[f*(i+1)+p];return m(l,u)-m(l,h)-m(c,u)+m(c,h)>0}triangles(e,{sources:t,unit:r,scale:o,zoom:a}){let i=.2*r*o*a,s=[];for(let c=0;c<e.length;c+=3){let l=[e[c],e[c+1],e[c+2]],h=l.map(p=>t[2*p]),u=l.map(p=>t[2*p+1]),m=[Math.min(...h)-i,Math.min(...u)-i];this.shows(m,[Math.max(...h)+i,Math.max(...u)+i])&&s.push(...l)}return s}goesBeyond({sources:e,size:t,margin:r,zoom:o,unit:a,scale:i}){let[s,c,l,h]=[1/0,1/0,-1/0,-1/0];for(let w=0;w<e.length;w+=2)s=Math.min(s,e[w]),l=Math.max(l,e[w]),c=Math.min(c,e[w+1]),h=Math.max(h,e[w+1]);let u=.2*a*i*o,[m,p]=[r*o,r*o],[f,g]=[m+t[0]*o,p+t[1]*o];return s+u>m+1&&this.shows([m,p],[s+u,g])||l-u<f-1&&this.shows([l-u,p],[f,g])||c+u>p+1&&this.shows([m,p],[f,c+u])||h-u<g-1&&this.shows([m,h-u],[f,g])}};function bt(n,e,t){let r=Math.min(Math.max(Math.floor(n/4),0),t-1);return[r,Math.max(r+1,Math.min(t,Math.ceil(e/4)))]}function Ir(n){let e=document.createElement("canvas");[e.width,e.height]=[n.width,n.height];let t=e.getContext("2d",{willReadFrequently:!0});if(!t)throw new Error("This browser has no 2D canvas.");return t.drawImage(n,0,0),t.getImageData(0,0,n.width,n.height).data}var wt={alpha:!1,antialias:!1,depth:!0,stencil:!1},Fe=class n{constructor(e,t,r,o,a){this.rig=e;this.gl=t;this.canvas=r;this.label=o;this.view=a;this.row=new Float32Array(R);this.lost=e=>{e.preventDefault(),this.drawing=null};this.restored=()=>{this.drawing=new he(this.gl,this.rig,this.view,this.label,this.eyes,this.seen),this.draw(this.row)};this.size=[a.width,a.height];let i=new Q;this.seen=new le(e.pictures.person),this.puppet=new se(e),this.eyes=e.eyes.map(s=>new te(s,e,a,i)),this.mouth=new ne(e,a,i),this.drawing=new he(t,e,a,o,this.eyes,this.seen),r.addEventListener("webglcontextlost",this.lost),r.addEventListener("webglcontextrestored",this.restored)}static supported(){try{let e=document.createElement("canvas").getContext("webgl2",wt);return e?.getExtension("WEBGL_lose_context")?.loseContext(),e!==null&&typeof createImageBitmap=="function"}catch{return!1}}static async load(e,t,r={}){let o=await yt(e),a=t.getContext("webgl2",wt);if(!a)throw new Error("This browser has no WebGL 2: ask the server for films instead.");let i=r.shown&&q(a)?$e(o.size,r.shown):[...o.size],s=Ye(o,_r(o.size,r.size??i));[t.width,t.height]=[s.width,s.height];let c=new n(o,a,t,Ur(o,r.labelLanguage??"en"),s);return c.draw(c.row),c}draw(e){e!==this.row&&this.row.set(e.subarray(0,R));let{drawing:t}=this;if(!t||this.gl.isContextLost())return;let r=this.puppet.pose(this.row);t.draw(r,this.eyes.map(o=>o.look(r,this.row)),this.mouth.look(r,this.row))}pixels(){this.draw(this.row);let{gl:e,size:[t,r]}=this,o=new Uint8Array(4*t*r);e.readPixels(0,0,t,r,e.RGBA,e.UNSIGNED_BYTE,o);let a=new Uint8Array(o.length);for(let i=0,s=4*t;i<r;i++)a.set(o.subarray(i*s,(i+1)*s),(r-1-i)*s);return a}dispose(){this.canvas.removeEventListener("webglcontextlost",this.lost),this.canvas.removeEventListener("webglcontextrestored",this.restored),this.drawing=null,this.gl.getExtension("WEBGL_lose_context")?.loseContext();let{person:e,plate:t,mouth:r,eyes:o}=this.rig.pictures,a=this.rig.labels.map(({picture:i})=>i);[e,t,r,o,this.rig.inset?.around,...a].forEach(i=>i?.close())}},he=class{constructor(e,t,r,o,a,i){e.viewport(0,0,r.width,r.height),e.disable(e.DITHER),e.pixelStorei(e.UNPACK_COLORSPACE_CONVERSION_WEBGL,e.NONE);let s=new re(e,t,r,o);this.person=new ie(e,t,r,i,s),this.eyes=a.map((c,l)=>new J(e,t,c,l,s)),this.mouth=new K(e,t,s)}draw(e,t,r){this.person.draw(e),t.forEach((o,a)=>o&&this.eyes[a].draw(o)),r&&this.mouth.draw(r)}};function _r(n,e){if(Math.abs(e[0]/n[0]-e[1]/n[1])*Math.max(...n)>1.5)throw new Error(`A rig of ${n.join("x")} px can't be drawn at ${e.join("x")}: ask for one of that shape.`);return e}function Ur(n,e){let r=n.labels.find(o=>o.language===e)??n.labels.find(o=>!o.language)??n.labels[0];if(!r)throw new Error("The rig has no label, and no picture is shown without.");return r}export{Fe as Face,fe as MOTION_NAMES,be as Motion,Y as readRows};
