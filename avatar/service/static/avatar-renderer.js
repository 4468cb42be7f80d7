var O=o=>[`${o}Left`,`${o}Right`],Me=["eyeBlink","eyeLookDown","eyeLookIn","eyeLookOut","eyeLookUp","eyeSquint","eyeWide"],Te=[...Me.map(o=>`${o}Left`),...Me.map(o=>`${o}Right`),"jawForward","jawLeft","jawRight","jawOpen","mouthClose","mouthFunnel","mouthPucker",...["mouth","mouthSmile","mouthFrown","mouthDimple","mouthStretch"].flatMap(O),"mouthRollLower","mouthRollUpper","mouthShrugLower","mouthShrugUpper",...["mouthPress","mouthLowerDown","mouthUpperUp","browDown"].flatMap(O),"browInnerUp",...O("browOuterUp"),"cheekPuff",...O("cheekSquint"),...O("noseSneer"),"tongueOut"],pe=[...Te,"tongueTip","headPitch","headYaw","headRoll","headX","headY","headZ","gazeRight","gazeDown","breath"],M=pe.length,F=Te.length;function x(o){let e=pe.indexOf(o);if(e<0)throw new Error(`There is no column "${o}" in a row of motion.`);return e}var Le=x("tongueTip"),B=x("headPitch"),Fe=x("gazeRight"),Se=x("breath");var Pe=8,At=16384,Ie=.4,Et=x("jawOpen"),Rt=x("mouthClose");function Y(o,e=0){let t=new DataView(o,e),[r,n]=[t.getUint16(0,!0),t.getUint16(2,!0)],a=Pe+2*r*n;if(n!==M||t.byteLength<a)throw new Error(`Motion of ${n} columns in ${t.byteLength} bytes can't be read; ${M} are known.`);let i=new Float32Array(r*n);for(let s=0;s<i.length;s++)i[s]=t.getInt16(Pe+2*s,!0)/At;return{count:r,fps:t.getFloat32(4,!0),values:i}}function fe(o,e,t,r){let n=Ue(o)?Ie:0,a=Ue(e)?Ie:0,i=n&&a?t:Math.min(1,Math.max(0,t-n)/(1-n-a));for(let s=0;s<M;s++)r[s]=o[s]+(e[s]-o[s])*(de(s)?i:t)}function Ue(o){return o[Rt]>=o[Et]}var _e=[x("jawForward"),x("mouthUpperUpRight")],Mt=new Set(["cheekPuff","tongueOut","tongueTip"].map(x));function de(o){return o>=_e[0]&&o<=_e[1]||Mt.has(o)}var Tt=.25,Lt=.08,ye=class{constructor(){this.idle=null;this.pieces=[];this.drawn=new Float32Array(M);this.missing=new Float32Array(M);this.joined=-1/0;this.source=null}idleWith(e){this.idle=Y(e)}begin(){this.pieces=[]}add(e,t,r=0){let n=this.pieces.findIndex(a=>a.start>t);this.pieces.splice(n<0?this.pieces.length:n,0,{start:t,...Y(e,r)})}interrupt(){this.begin()}get length(){return this.pieces.reduce((e,t)=>Math.max(e,t.start+t.count/t.fps),0)}read(e,t,r){let n=t===null||t>=this.length?null:this.pieces;n?this.spoken(t,r):this.idle?Ft(this.idle,e,r):r.fill(0),this.join(e,n,r)}spoken(e,t){let r=this.pieces.findIndex(h=>h.start>e),n=Math.max(0,(r<0?this.pieces.length:r)-1),a=this.pieces[n],i=Math.max(0,(e-a.start)*a.fps),s=Math.min(Math.floor(i),a.count-1),c=this.pieces[n+1],l=s+1<a.count?U(a,s+1):c?U(c,0):U(a,s);fe(U(a,s),l,Math.min(1,i-s),t)}join(e,t,r){if(t!==this.source){this.source=t,this.joined=e;for(let i=0;i<M;i++)this.missing[i]=this.drawn[i]-r[i]}let[n,a]=[ke((e-this.joined)/Tt),ke((e-this.joined)/Lt)];for(let i=0;i<M;i++){let s=r[i]+this.missing[i]*(de(i)?a:n);r[i]=i<=F?Math.min(1,Math.max(0,s)):s}this.drawn.set(r)}};function Ft(o,e,t){let r=(e*o.fps%o.count+o.count)%o.count,n=Math.floor(r);fe(U(o,n),U(o,(n+1)%o.count),r-n,t)}function U(o,e){return o.values.subarray(e*M,(e+1)*M)}function ke(o){let e=Math.min(1,Math.max(0,o));return 1-e*e*(3-2*e)}var St=`#version 300 es
precision highp float;
precision highp int;
precision highp sampler2D;
`,$=class{constructor(e,t,r,n=[]){this.gl=e;this.places=new Map;this.handle=be(e.createProgram());let a=[De(e,e.VERTEX_SHADER,t),De(e,e.FRAGMENT_SHADER,r)];if(a.forEach(i=>e.attachShader(this.handle,i)),n.forEach((i,s)=>e.bindAttribLocation(this.handle,s,i)),e.linkProgram(this.handle),a.forEach(i=>e.deleteShader(i)),!e.getProgramParameter(this.handle,e.LINK_STATUS)&&!e.isContextLost())throw new Error(`The drawing program does not link: ${e.getProgramInfoLog(this.handle)}`)}use(){this.gl.useProgram(this.handle)}set(e,t,r){let{gl:n}=this,a=this.place(e),i=typeof t=="number"?[t]:t;switch(r??i.length){case 1:return n.uniform1fv(a,i);case 2:return n.uniform2fv(a,i);case 3:return n.uniform3fv(a,i);default:return n.uniform4fv(a,i)}}samplers(e){this.use();for(let[t,r]of Object.entries(e))this.gl.uniform1i(this.place(t),r)}place(e){let t=this.places.get(e);return t===void 0&&this.places.set(e,t=this.gl.getUniformLocation(this.handle,e)),t}};function De(o,e,t){let r=be(o.createShader(e));if(o.shaderSource(r,St+t),o.compileShader(r),!o.getShaderParameter(r,o.COMPILE_STATUS)&&!o.isContextLost())throw new Error(`A drawing program does not compile: ${o.getShaderInfoLog(r)}`);return r}function be(o){if(o===null)throw new Error("The graphics context is lost.");return o}function P(o,e,t){let r=be(o.createTexture());o.activeTexture(o.TEXTURE0+e),o.bindTexture(o.TEXTURE_2D,r);let n=t?o.LINEAR:o.NEAREST;return o.texParameteri(o.TEXTURE_2D,o.TEXTURE_MIN_FILTER,n),o.texParameteri(o.TEXTURE_2D,o.TEXTURE_MAG_FILTER,n),o.texParameteri(o.TEXTURE_2D,o.TEXTURE_WRAP_S,o.CLAMP_TO_EDGE),o.texParameteri(o.TEXTURE_2D,o.TEXTURE_WRAP_T,o.CLAMP_TO_EDGE),r}function S(o,e,t,r,n=0){P(o,e,r),o.texStorage2D(o.TEXTURE_2D,1,o.RGBA8,t.width+2*n,t.height+2*n),o.texSubImage2D(o.TEXTURE_2D,0,n,n,o.RGBA,o.UNSIGNED_BYTE,t)}function we(o,e,t,r,n){let a=n.length===t*r;P(o,e,!1),o.texImage2D(o.TEXTURE_2D,0,a?o.R32F:o.RGBA32F,t,r,0,a?o.RED:o.RGBA,o.FLOAT,n)}var V=class{constructor(e,t){this.gl=e;this.unit=t;this.width=0;this.height=0;this.pairs=new Float32Array(0);this.texture=P(e,t,!1)}set(e,t,r,n){let{gl:a}=this;a.activeTexture(a.TEXTURE0+this.unit),a.bindTexture(a.TEXTURE_2D,this.texture),(e>this.width||t>this.height)&&(this.width=Math.max(e+16,this.width),this.height=Math.max(t+16,this.height),a.texImage2D(a.TEXTURE_2D,0,a.RG32F,this.width,this.height,0,a.RG,a.FLOAT,null),this.pairs=new Float32Array(2*this.width*this.height));for(let i=0;i<r.length;i++)this.pairs[2*i]=r[i],this.pairs[2*i+1]=n[i];a.texSubImage2D(a.TEXTURE_2D,0,0,0,e,t,a.RG,a.FLOAT,this.pairs)}};var C=`// A box of the picture: left, top, right, bottom, px.
uniform vec4 box;
uniform vec2 canvas;

void main() {
  vec2 place = vec2(gl_VertexID % 2 == 0 ? box.x : box.z, gl_VertexID < 2 ? box.y : box.w);
  gl_Position = vec4(2.0 * place.x / canvas.x - 1.0, 1.0 - 2.0 * place.y / canvas.y, -0.5, 1.0);
}
`;var Ge=`// An eye between its lids: the eyeball that has turned, lashes that stay with the lid, and the catch-light.
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
  float near = clamp((reach - away) / (reach - 1.25), 0.0, 1.0);
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
`;var Ne=`// The inside of the mouth: its layers over each other, lit, and seen between the lips.
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
`;var d={person:0,plate:1,label:2,around:3,rims:4,mouth:5,mouthMask:6,eyes:7,eyeMasks:8,glints:10,openings:12,flow:14};var z=2,q=class{constructor(e,t,r){this.gl=e;this.rig=t;let{mouth:n}=t.pictures;S(e,d.mouth,n,!0,z),this.mask=new V(e,d.mouthMask),this.program=r.program(C,Ne,{layers:d.mouth,mask:d.mouthMask}),this.program.set("layersSize",[n.width+2*z,n.height+2*z])}draw({box:e,cover:t,light:r,layers:n}){let{program:a,rig:i}=this;a.use(),this.mask.set(e[2]-e[0],e[3]-e[1],t,r);let s=n.map(({index:c})=>i.mouth.layers[c]);a.set("rects",s.flatMap(([c,l,h,u])=>[c+z,l+z,h,u]),4),a.set("across",n.flatMap(({place:c})=>c.slice(0,3)),3),a.set("down",n.flatMap(({place:c})=>c.slice(3)),3),a.set("lit",n.map(({lit:c})=>c),1),Oe(this.gl,a,e)}},K=class{constructor(e,t,r,n,a){this.gl=e;let{ball:i,turned:s,lashes:c,boxes:l,glint:h,opening:u,iris:m,radius:p,reach:f}=r.eye;n===0&&S(e,d.eyes,t.pictures.eyes,!1),this.mask=new V(e,d.eyeMasks+n);let g={width:1,height:1,data:new Float32Array(3)},{width:w,height:y,data:b}=h?.picture??g,A=new Float32Array(4*w*y).map((T,L)=>L%4===3?0:b[3*(L>>2)+L%4]/255);we(e,d.glints+n,w,y,A),we(e,d.openings+n,u.length,1,u);let E={mask:d.eyeMasks+n,glints:d.glints+n,openings:d.openings+n},v=this.program=a.program(C,Ge,{eyes:d.eyes,...E});v.set("ball",i),v.set("turnedCorner",s.slice(0,2)),v.set("lashesCorner",c.slice(0,2)),v.set("lashesBox",l[0]),v.set("glintBox",h?[h.left,h.top,0,0]:[0,0,0,0]),v.set("glintReach",l[1]),v.set("glintSize",h?[w,y]:[0,0]),v.set("iris",m),v.set("radius",p),v.set("reach",f)}draw({box:e,cover:t,light:r,place:n,shift:a,turned:i,lifted:s,kept:c}){let{program:l}=this;l.use(),this.mask.set(e[2]-e[0],e[3]-e[1],t,r),l.set("across",n.slice(0,3)),l.set("down",n.slice(3)),l.set("shift",a),l.set("turned",i),l.set("lifted",s),l.set("kept",c),Oe(this.gl,l,e)}};function Oe(o,e,t){e.set("box",t),o.enable(o.BLEND),o.blendFunc(o.SRC_ALPHA,o.ONE_MINUS_SRC_ALPHA),o.bindVertexArray(null),o.drawArrays(o.TRIANGLE_STRIP,0,4)}function I(o,e){return o[0]*e[0]+o[1]*e[1]+o[2]*e[2]}function R(o,[e,t,r]){return[o[0]*e+o[1]*t+o[2]*r,o[3]*e+o[4]*t+o[5]*r,o[6]*e+o[7]*t+o[8]*r]}function ge(o){return[o[0],o[3],o[6],o[1],o[4],o[7],o[2],o[5],o[8]]}function H(o,e){let[t,r,n]=ge(e).reduce((c,l,h)=>{var u;return(c[u=Math.floor(h/3)]??(c[u]=[0,0,0]))[h%3]=l,c},[]),[a,i,s]=[R(o,t),R(o,r),R(o,n)];return[a[0],i[0],s[0],a[1],i[1],s[1],a[2],i[2],s[2]]}function Be(o,e,t){let[r,n]=[Math.sin(o),Math.cos(o)],[a,i]=[Math.sin(-e),Math.cos(-e)],[s,c]=[Math.sin(t),Math.cos(t)],l=[1,0,0,0,n,-r,0,r,n],h=[i,0,a,0,1,0,-a,0,i],u=[c,-s,0,s,c,0,0,0,1];return H(H(u,h),l)}function _(o,e){let t=_t(e),{width:r,height:n,data:a}=o,i=Ve(a,t,r,1,n,r);return{width:r,height:n,data:Ve(i,t,n,r,r,1)}}function _t(o){let e=Math.floor((Math.round(8*o+1)|1)/2),t=new Float64Array(e+1).map((n,a)=>Math.exp(-.5*a*a/(o*o))),r=t.reduce((n,a)=>n+2*a,-t[0]);return t.map(n=>n/r)}function Ve(o,e,t,r,n,a){let i=new Float32Array(o.length),s=e.length-1,c=new Float64Array(t+2*s),l=Array.from(c,(h,u)=>kt(u-s,t)*r);for(let h=0;h<n;h++){for(let u=0;u<c.length;u++)c[u]=o[h*a+l[u]];for(let u=0;u<t;u++){let m=e[0]*c[u+s];for(let p=1;p<=s;p++)m+=e[p]*(c[u+s-p]+c[u+s+p]);i[h*a+u*r]=m}}return i}function kt(o,e){if(e===1)return 0;let t=2*e-2,r=(o%t+t)%t;return r<e?r:t-r}function J({width:o,height:e,data:t},r){let n=new Float32Array(t.length),a=Math.floor(r),i=r-a;for(let s=0,c=0;s<e;s++)for(let l=0;l<o;l++,c++){let h=s>=a?t[c-a*o]:0,u=s>a?t[c-(a+1)*o]:0;n[c]=h+(u-h)*i}return{width:o,height:e,data:n}}function Q(o,e,t){let[r,n,a,i]=[1/0,1/0,-1/0,-1/0];for(let c=0;c<o.length;c+=2)r=Math.min(r,o[c]),a=Math.max(a,o[c]),n=Math.min(n,o[c+1]),i=Math.max(i,o[c+1]);let s=[Math.max(0,Math.floor(r)-t),Math.max(0,Math.floor(n)-t),Math.min(e[0],Math.ceil(a)+t),Math.min(e[1],Math.ceil(i)+t)];return s[2]-s[0]>1&&s[3]-s[1]>1?s:null}var Z=class{constructor(){this.fine=new Uint8Array(0)}cover(e,[t,r,n,a]){let[i,s]=[n-t,a-r],[c,l]=[i*4,s*4];this.fine.length<c*l&&(this.fine=new Uint8Array(c*l));let h=this.fine.fill(0,0,c*l),u=Dt(e,t,r);return Nt(h,c,l,u),Gt(h,c,l,u),{width:i,height:s,data:Bt(h,i,s)}}};function Dt(o,e,t){let r=new Float64Array(o.length);for(let n=0;n<o.length;n+=2)r[n]=Ce(((o[n]-e)*4-.5)*16)/16,r[n+1]=Math.floor(Ce(((o[n+1]-t)*4-.5)*16)/16+.5);return r}function Ce(o){let e=Math.floor(o),t=o-e;return t>.5||t===.5&&e%2!==0?e+1:e}function Gt(o,e,t,r){let n=Array.from({length:t},()=>[]);for(let a=0;a<r.length;a+=2){let i=(a+2)%r.length,[s,c]=r[a+1]<r[i+1]?[a,i]:[i,a],[l,h]=[r[s+1],r[c+1]];if(l===h)continue;let u=(r[c]-r[s])/(h-l);for(let m=Math.max(l,0);m<Math.min(h,t);m++)n[m].push(r[s]+(m-l)*u)}n.forEach((a,i)=>{a.sort((s,c)=>s-c);for(let s=0;s+1<a.length;s+=2){let[c,l]=[Math.max(0,Math.ceil(a[s])),Math.min(e-1,Math.floor(a[s+1]))];c<=l&&o.fill(255,i*e+c,i*e+l+1)}})}function Nt(o,e,t,r){for(let n=0;n<r.length;n+=2){let a=(n+r.length-2)%r.length,[i,s,c,l]=[r[a],r[a+1],r[n],r[n+1]];Math.abs(c-i)>Math.abs(l-s)?ze(o,1,e,e,t,i,s,c,l):ze(o,e,1,t,e,s,i,l,c)}}function ze(o,e,t,r,n,a,i,s,c){a>s&&([a,i,s,c]=[s,c,a,i]);let l=(c-i)/Math.max(s-a,1/65536),h=Math.abs(l)>=1?1:Math.sqrt((1+l*l)/2),[u,m]=[Math.floor(a),Math.floor(s+1)];for(let p=Math.max(u,0);p<=Math.min(m,r-1);p++){let f=i+l*(p-a)+.5,g=Math.floor(f),w=Ot(p,a,s)*h;for(let y=-1;y<=1;y++){let b=g+y;if(b<0||b>=n)continue;let A=(b+.5-f)/.53125,E=w*.996*Math.exp(-.5*A*A),v=p*e+b*t;o[v]+=(255-o[v])*E*(2-E)+.5}}}function Ot(o,e,t){return Math.max(0,Math.min(1,(o+1-e)/2)+Math.min(1,(t+1-o)/2)-1)}function Bt(o,e,t){let r=new Float32Array(e*t),n=e*4;for(let a=0,i=0;a<t;a++)for(let s=0;s<e;s++,i++){let c=0;for(let l=0,h=a*4*n+s*4;l<4;l++,h+=n)for(let u=0;u<4;u++)c+=o[h+u];r[i]=Math.round(c/16)/255}return r}function He(o,[e,t]){let r=e/o.size[0],{left:n,top:a,scale:i,zoom:s,margin:c}=o;return{width:e,height:t,left:n,top:a,larger:r,scale:i*r,zoom:s/r,margin:c*r}}function W(o,e,t){let r=new Float32Array(2*t.length);for(let n=0;n<t.length;n++)r[2*n]=(e[3*t[n]]-o.left)*o.scale,r[2*n+1]=(e[3*t[n]+1]-o.top)*o.scale;return r}var Vt=.19,We=.016,je=9,ee=class{constructor(e,t,r,n){this.eye=e;this.rig=t;this.view=r;this.painter=n;this.unit=t.unit*r.scale*r.zoom}look(e,t){let{view:r,eye:n}=this,a=Ct(W(r,e.vertices,n.upper),W(r,e.vertices,n.lower)),i=Q(a,[r.width,r.height],2);if(!i)return null;let s=this.painter.cover(a,i),c=s.data.reduce((m,p)=>m+p,0);if(c===0)return null;let l=[0,1].map(m=>Vt*this.unit*Math.sin(t[Fe+m])),h=Math.min(1,Math.abs(l[1])/(We*this.unit)),u=this.raised(e);return{box:i,shift:l,cover:s.data,light:this.light(s,c),place:this.place(e),turned:Math.round(h*(je-1))/(je-1),lifted:u*this.unit,kept:1-h*(1-Math.min(1,u/We))}}raised(e){let{lid:t,lidRest:r}=this.eye,a=R(e.turn,r).map((c,l)=>e.vertices[3*t+l]-c-e.shift[l]),{axes:i,unit:s}=this.rig;return Math.max(0,-I(a,R(e.turn,[i[1],i[4],i[7]]))/s)}light(e,t){let r=this.eye.openArea*this.view.larger**2,n=Math.min(1,Math.max(0,2.5*(1-t/r)-.1));if(n===0)return new Float32Array(e.data.length).fill(1);let a=.035*this.unit/this.view.zoom;return _(J(e,a),Math.max(.6,.6*a)).data.map(s=>1-.34*n*(1-s))}place({turn:e,shift:t}){let{view:r,eye:n}=this,[a,i,s,c]=[e[0],e[1],e[3],e[4]],l=a*c-i*s,h=[c/l,-i/l,-s/l,a/l],u=r.left-e[2]*n.depth-t[0],m=r.top-e[5]*n.depth-t[1],p=r.scale*r.zoom,f=(y,b,A,E)=>(y*u+b*m-A)*p-E+r.margin*r.zoom,[g,w]=[f(h[0],h[1],r.left,n.corner[0]),f(h[2],h[3],r.top,n.corner[1])];return[h[0]*r.zoom,h[1]*r.zoom,g,h[2]*r.zoom,h[3]*r.zoom,w]}};function Ct(o,e){let t=o.length,r=new Float32Array(2*t),[n,a]=[o[t-2]-o[0],o[t-1]-o[1]];for(let i=0;i<t;i+=2){let s=(e[i+1]-o[i+1])*n-(e[i]-o[i])*a<0;for(let c=0;c<2;c++){let[l,h]=[o[i+c],e[i+c]];r[i+c]=s?(l+h)/2:l,r[2*t-2-i+c]=s?(l+h)/2:h}}return r}var Xe=`// What comes last in every picture, whatever draws it: the photo's edges, where they show, and the label.
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
`;var te=class{constructor(e,t,r,n){this.gl=e;this.rig=t;this.view=r;this.label=n;S(e,d.label,n.picture,r.larger!==1),t.inset&&(S(e,d.around,t.inset.around,r.larger!==1),Wt(e,t.inset.across,t.inset.down,r.larger!==1))}program(e,t,r,n){let{gl:a,rig:i,view:s,label:c}=this,l=(i.inset?`#define INSET
`:"")+(s.larger===1?"":`#define SCALED
`),h=new $(a,e,l+Xe+t,n);return h.samplers({...r,label:d.label,around:d.around,rims:d.rims}),h.set("size",[s.width,s.height]),h.set("canvas",[s.width,s.height]),h.set("larger",s.larger),h.set("labelPlace",Ht(c,s)),h}};function Ht({left:o,top:e,picture:t},{larger:r,height:n}){let[a,i]=[t.width*r,t.height*r],[s,c]=[o*r+a/2,n-e*r-i/2];return[2/a,2/i,-2*s/a,-2*c/i]}function Wt(o,e,t,r){let n=Math.max(e.length,t.length),a=new Uint8Array(2*n);a.set(e.map(i=>Math.round(255*i))),a.set(t.map(i=>Math.round(255*i)),n),P(o,d.rims,r),o.pixelStorei(o.UNPACK_ALIGNMENT,1),o.texImage2D(o.TEXTURE_2D,0,o.R8,n,2,0,o.RED,o.UNSIGNED_BYTE,a),o.pixelStorei(o.UNPACK_ALIGNMENT,4)}var ve=.03,jt=.13,Xt=.58,Yt=.3,$t=.0035,qt=.09,Kt=.6,Ye=.5,Jt=.12,$e=.1,Zt=.8,Qt=x("tongueOut"),[qe,xe,Ke,Je]=[0,1,2,3],re=class{constructor(e,t,r){this.rig=e;this.view=t;this.painter=r;this.unit=e.unit*t.scale}look(e,t){let{rig:r,view:n}=this,a=Math.min(1,e.lipGap/(ve*r.unit));if(!r.mouth.isOpen&&e.lipGap*n.scale<.35)return null;let i=this.outline(e,a),s=Q(i,[n.width,n.height],3);if(!s)return null;let c=this.painter.cover(i,s),l=this.tucked(e),h=this.light(c,e,l),u=_(c,Math.max(.35,$t*this.unit)).data;return er(u,i,s,r.mouth.isOpen?.7:.2,.42+.58*Math.max(a,l)),{box:s,cover:u,light:h,layers:this.layers(e,t[Le],t[Qt])}}outline(e,t){let{rig:r,view:n}=this,[a,i]=[r.upperLip,r.lowerLip].map(h=>W(n,e.vertices,h)),s=r.mouth.isOpen?1-t:0,c=a.length,l=new Float32Array(2*c);for(let h=0;h<c;h+=2)for(let u=0;u<2;u++){let m=s*r.mouth.line[h+u]*n.larger;l[h+u]=a[h+u]-m,l[2*c-2-h+u]=i[h+u]+m}return l}layers(e,t,r){let n=[0,-jt*Math.max(t,Math.min(1,2.5*r)),-.1*r],a=R(this.rig.axes,n).map(c=>c*this.rig.unit),i=[.5,Xt,1,0];return(r>.1?[qe,Ke,xe,Je]:[qe,xe,Ke,Je]).map(c=>{let l=c===xe,h=e.jaw.map((m,p)=>m*i[c]+(l?a[p]:0)),u=l?1-Yt*Math.max(0,t-r):1;return{index:c,place:this.place(e,h),lit:u}})}place(e,t){let{rig:r,view:n}=this,{axes:a}=r,{centre:i}=r.mouth,s=r.mouth.step*n.scale,c=R(e.turn,[a[0],a[3],a[6]]).map(v=>v*s),l=R(e.turn,[a[1],a[4],a[7]]).map(v=>v*s),h=R(e.turn,[i[0]+t[0],i[1]+t[1],i[2]+t[2]]),u=(h[0]+e.shift[0]-n.left)*n.scale,m=(h[1]+e.shift[1]-n.top)*n.scale,[p,f,g,w]=[c[0],l[0],c[1],l[1]],y=p*w-f*g,b=[w/y,-f/y,-g/y,p/y],[A,E]=r.mouth.origin;return[b[0],b[1],A-b[0]*u-b[1]*m,b[2],b[3],E-b[2]*u-b[3]*m]}light(e,t,r){let n=t.lipGap*this.view.scale,a=Math.min(.05*this.unit,Math.max(.4*n,.5)),i=_(J(e,a),Math.max(.6,.5*a)).data,s=_(e,Math.max(.6,.35*a)).data,c=Zt*r,l=Math.max(Math.min(1,n/(Jt*this.unit)),c),h=Math.max(Math.min(1,n/(ve*this.unit)),c),u=(Ye+(1-Ye)*l)*(.35+.65*h)*this.letIn(t);return i.map((m,p)=>(c+(1-c)*(.62+.38*m)*(.7+.3*s[p]))*u)}letIn(e){let t=(this.beforeTeeth(e,this.rig.upperLip)+this.beforeTeeth(e,this.rig.lowerLip))/2,r=e.lipGap/this.rig.unit+.03;return r/(r+Kt*Math.max(0,t-$e))}tucked(e){return Ae(2-e.lipGap/(ve*this.rig.unit))*Ae(1-this.beforeTeeth(e,this.rig.lowerLip)/$e)}beforeTeeth(e,t){let r=Math.floor(t.length/4),n=R(e.turn,this.rig.mouth.centre).map((s,c)=>s+e.shift[c]),a=1/(t.length-2*r);for(let s=r;s<t.length-r;s++)for(let c=0;c<3;c++)n[c]-=e.vertices[3*t[s]+c]*a;let i=R(e.turn,[this.rig.axes[2],this.rig.axes[5],this.rig.axes[8]]);return I(n,i)/this.rig.unit}};function er(o,e,t,r,n){let a=e.length/2,[i,s]=[e[0],e[1]],c=[e[a-2]-i,e[a-1]-s],l=Math.max(c[0]**2+c[1]**2,1),h=t[2]-t[0];for(let u=0;u<o.length;u++){let m=t[0]+u%h+.5-i,p=t[1]+Math.floor(u/h)+.5-s,f=(m*c[0]+p*c[1])/l,g=Ae(Math.min(f,1-f)/qt);o[u]*=(r+(1-r)*g*g*(3-2*g))*n}}function Ae(o){return Math.min(1,Math.max(0,o))}var ne=class{constructor(e,t,r){this.triangles=e;this.values=new Float32Array(0);this.vertices=[...new Set(e)],this.drawn=new Float32Array(5*t.length/2);for(let n of this.vertices)for(let a=0;a<2;a++)this.drawn[5*n+3+a]=t[2*n+a]/r[a]}paint(e,[t,r]){this.settle(e);let n=this.box(t,r),[a,i]=[n[2]-n[0],n[3]-n[1]];if(a<1||i<1)return null;let s=4*a*i;this.values.length<s&&(this.values=new Float32Array(s)),this.values.fill(0,0,s);for(let c=0;c<this.triangles.length;c+=3)this.triangle(c,n[0]+.5,n[1]+.5,a,i);return n}settle(e){let{drawn:t}=this;for(let r of this.vertices)for(let n=0;n<3;n++)t[5*r+n]=e[3*r+n]}box(e,t){let[r,n,a,i]=[e,t,0,0];for(let s of this.vertices)r=Math.min(r,this.drawn[5*s]),a=Math.max(a,this.drawn[5*s]),n=Math.min(n,this.drawn[5*s+1]),i=Math.max(i,this.drawn[5*s+1]);return[Math.max(0,Math.floor(r)),Math.max(0,Math.floor(n)),Math.min(e,Math.ceil(a)),Math.min(t,Math.ceil(i))]}triangle(e,t,r,n,a){let{triangles:i,drawn:s,values:c}=this,[l,h,u]=[5*i[e],5*i[e+1],5*i[e+2]],m=s[l]-t,p=s[l+1]-r,f=s[h]-t,g=s[h+1]-r,w=s[u]-t,y=s[u+1]-r,b=Math.max(0,Math.ceil(Math.min(p,g,y)-.01)),A=Math.min(a-1,Math.floor(Math.max(p,g,y)+.01)),E=Math.max(0,Math.ceil(Math.min(m,f,w)-.01)),v=Math.min(n-1,Math.floor(Math.max(m,f,w)+.01));if(b>A||E>v)return;let T=(f-m)*(y-p)-(g-p)*(w-m);if(Math.abs(T)<1e-6)return;let[L,pt]=[(y-p)/T,(p-g)/T],[ft,dt]=[(m-w)/T,(f-m)/T],[he,ue,me]=[s[l+3],s[l+4],s[l+2]],[yt,bt,wt]=[s[h+3]-he,s[h+4]-ue,s[h+2]-me],[gt,vt,xt]=[s[u+3]-he,s[u+4]-ue,s[u+2]-me];for(let k=b;k<=A;k++)for(let D=E;D<=v;D++){let G=(D-m)*L+(k-p)*ft,N=(D-m)*pt+(k-p)*dt;if(G<-1e-4||N<-1e-4||G+N>1- -1e-4)continue;let X=4*(k*n+D);c[X]=he+G*yt+N*gt,c[X+1]=ue+G*bt+N*vt,c[X+2]=me+G*wt+N*xt,c[X+3]=1}}};function Ze(o,e){let t=new Map,r=1+Math.max(...new Set([...o]));for(let i=0;i<o.length;i+=3)for(let s=0;s<3;s++){let[c,l]=[o[i+s],o[i+(s+1)%3]],h=Math.min(c,l)*r+Math.max(c,l);t.set(h,(t.get(h)??0)+1)}let n=new Set;for(let[i,s]of t)s===1&&n.add(i%r).add(Math.floor(i/r));let a=[];for(let i=0;i<e.length;i+=3){let s=[e[i],e[i+1],e[i+2]];s.some(c=>n.has(c))&&a.push(...s)}return a}var Qe=`// The face, from where the page has worked out that its pixels come.
uniform vec4 box;
uniform sampler2D flow;
uniform sampler2D person;
uniform sampler2D plate;
out vec4 colour;

void main() {
  vec4 from = texelFetch(flow, ivec2(here() - box.xy), 0);
  if (from.w == 0.0) discard;
  vec4 own = textureLod(person, from.xy, 0.0);
  vec3 whole = own.rgb * (1.0 + from.z);
  if (own.a < 1.0) whole += seenIn(plate) * (1.0 - own.a);
  colour = finished(whole, 1.0);
}
`;var oe=class{constructor(e,t,r,n){this.gl=e;this.view=r;this.held=[0,0];let{person:a}=t.pictures,i=Uint32Array.from([...Ze(t.face,t.around),...t.face]);this.flow=new ne(i,t.sources,[a.width,a.height]),this.texture=P(e,d.flow,!1),this.program=n.program(C,Qe,{flow:d.flow,person:d.person,plate:d.plate})}draw(e){let{gl:t,flow:r,program:n}=this,a=r.paint(e,[this.view.width,this.view.height]);if(!a)return;let[i,s]=[a[2]-a[0],a[3]-a[1]];t.activeTexture(t.TEXTURE0+d.flow),t.bindTexture(t.TEXTURE_2D,this.texture),(i>this.held[0]||s>this.held[1])&&(this.held=[Math.max(i+32,this.held[0]),Math.max(s+32,this.held[1])],t.texImage2D(t.TEXTURE_2D,0,t.RGBA32F,...this.held,0,t.RGBA,t.FLOAT,null)),t.texSubImage2D(t.TEXTURE_2D,0,0,0,i,s,t.RGBA,t.FLOAT,r.values),n.use(),n.set("box",a),t.bindVertexArray(null),t.drawArrays(t.TRIANGLE_STRIP,0,4)}};var et=`// The photo where it has moved to, over what is behind.
in vec2 atSource;
in float atLight;
uniform sampler2D person;
uniform sampler2D plate;
uniform float shaded;
out vec4 colour;

void main() {
  vec4 own = texture(person, atSource);
  vec3 whole = own.rgb * (1.0 + shaded * atLight);
  if (own.a < 1.0) whole += seenIn(plate) * (1.0 - own.a);
  colour = finished(whole, 1.0);
}
`;var tt=`// What is behind the person.
uniform sampler2D plate;
out vec4 colour;

void main() {
  colour = finished(seenIn(plate), 1.0);
}
`;var rt=`// The whole picture, behind all else.
void main() {
  gl_Position = vec4(gl_VertexID % 2 == 0 ? -1.0 : 1.0, gl_VertexID < 2 ? -1.0 : 1.0, 0.9, 1.0);
}
`;var nt=`// A vertex of the person, or a corner of the whole picture, which stays where it is.
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
`;var ot=["place","light","source"],at=-.5,ir=0,sr=.5,ae=class{constructor(e,t,r,n,a){this.gl=e;this.view=r;let{person:i,plate:s}=t.pictures;S(e,d.person,i,!0),S(e,d.plate,s,r.larger!==1),this.program=a.program(nt,et,{person:d.person,plate:d.plate},ot),this.program.set("personSize",[i.width,i.height]),this.program.set("zoom",r.zoom);let c=e.getParameter(e.SUBPIXEL_BITS);this.program.set("grid",2**c),this.flowing=c>4?null:new oe(e,t,r,a),this.window=cr(t,r);let l=t.resting.length/3;this.moved=new Float32Array(3*(l+4)),this.array=e.createVertexArray(),e.bindVertexArray(this.array),this.buffer=this.vertices(t);let h=n.triangles(t.around,t),u=[0,1,2,2,1,3].map(f=>l+f),m=[...t.face,...h,...u];this.counts=[t.face.length,h.length,n.goesBeyond(t)?u.length:0];let p=l+4>65535?Uint32Array.from(m):Uint16Array.from(m);this.wordSize=p.BYTES_PER_ELEMENT,e.bindBuffer(e.ELEMENT_ARRAY_BUFFER,e.createBuffer()),e.bufferData(e.ELEMENT_ARRAY_BUFFER,p,e.STATIC_DRAW),this.ground=a.program(rt,tt,{plate:d.plate})}vertices({sources:e}){let{gl:t,view:r,moved:n}=this,a=new Float32Array(e.length+8);a.set(e),[[0,0],[r.width,0],[0,r.height],[r.width,r.height]].forEach(([s,c],l)=>{n.set([s,c,0],n.length-12+3*l),a.set([(s+r.margin)*r.zoom,(c+r.margin)*r.zoom],e.length+2*l)});let i=t.createBuffer();return t.bindBuffer(t.ARRAY_BUFFER,i),t.bufferData(t.ARRAY_BUFFER,n,t.DYNAMIC_DRAW),t.vertexAttribPointer(0,2,t.FLOAT,!1,12,0),t.vertexAttribPointer(1,1,t.FLOAT,!1,12,8),t.bindBuffer(t.ARRAY_BUFFER,t.createBuffer()),t.bufferData(t.ARRAY_BUFFER,a,t.STATIC_DRAW),t.vertexAttribPointer(2,2,t.FLOAT,!1,8,0),ot.forEach((s,c)=>t.enableVertexAttribArray(c)),i}draw({vertices:e,shade:t}){let{gl:r,view:n,moved:a}=this;for(let i=0;i<t.length;i++)a[3*i]=(e[3*i]-n.left)*n.scale,a[3*i+1]=(e[3*i+1]-n.top)*n.scale,a[3*i+2]=t[i];r.disable(r.BLEND),r.bindBuffer(r.ARRAY_BUFFER,this.buffer),r.bufferData(r.ARRAY_BUFFER,a,r.DYNAMIC_DRAW),this.paint()}paint(){let{gl:e,counts:[t,r,n],window:a}=this;e.clear(e.DEPTH_BUFFER_BIT),e.enable(e.DEPTH_TEST),e.depthFunc(e.LEQUAL),a&&(e.enable(e.SCISSOR_TEST),e.scissor(...a)),this.flowing&&this.flowing.draw(this.moved),this.program.use(),e.bindVertexArray(this.array),this.flowing||this.part(at,0,t),this.part(ir,t,r),n&&this.part(sr,t+r,n),e.disable(e.SCISSOR_TEST),this.ground.use(),e.drawArrays(e.TRIANGLE_STRIP,0,4),e.disable(e.DEPTH_TEST)}part(e,t,r){let{gl:n,program:a,wordSize:i}=this;a.set("depth",e),a.set("shaded",e===at?1:0),n.drawElements(n.TRIANGLES,r,i===2?n.UNSIGNED_SHORT:n.UNSIGNED_INT,t*i)}};function cr({window:o},{larger:e,width:t,height:r}){let[n,a,i,s]=o.map(l=>Math.round(l*e));return n<=0&&a<=0&&i>=t&&s>=r?null:[n,r-s,i-n,s-a]}var lr=x("jawOpen"),it=x("mouthClose"),hr=["jawForward","jawLeft","jawRight","jawOpen"].map(x),ur=["Left","Right"].map(o=>({blink:x(`eyeBlink${o}`),lids:["eyeSquint","eyeLookDown","eyeLookUp","eyeWide"].map(e=>x(e+o))})),st=.35,mr=.3,pr=.08,ie=class{constructor(e){this.rig=e;this.weights=new Float32Array(F);let t=e.resting.length/3;this.posed={vertices:new Float32Array(3*t),shade:new Float32Array(t),turn:[1,0,0,0,1,0,0,0,1],shift:[0,0,0],jaw:[0,0,0],lipGap:0},this.apart=new Float32Array(3*e.upperLip.length),this.right=[e.axes[0],this.rig.axes[3],this.rig.axes[6]],this.down=[this.rig.axes[1],this.rig.axes[4],this.rig.axes[7]]}pose(e){let{rig:t,posed:r}=this;this.shadeBy(e);let n=this.hold(e);r.vertices.set(t.resting);for(let s=0;s<F;s++){let c=n[s],l=t.shapes[s];c!==0&&l&&fr(r.vertices,l,c)}r.lipGap=this.keepLipsApart(r.vertices);let a=[0,1,2].map(s=>e[B+3+s]*t.travel*t.unit),i=R(this.rig.axes,a);return this.turnHead(e,i),this.carry(i.map(s=>mr*s),e[Se]),r.jaw=[0,1,2].map(s=>hr.reduce((c,l,h)=>c+n[l]*this.rig.mouth.jaw[h][s],0)),r}shadeBy(e){let{shade:t}=this.posed;this.rig.seamShade?t.set(this.rig.seamShade):t.fill(0);for(let r=0;r<F;r++){let n=e[r],a=this.rig.shades[r];if(n===0||!a)continue;let{vertices:i,values:s}=a;for(let c=0;c<i.length;c++)t[i[c]]+=n*s[c]}}hold(e){let{weights:t}=this;t.set(e.subarray(0,F));let r=t[it]-t[lr]-pr;r>0&&(t[it]-=r);for(let{blink:n,lids:a}of ur){let i=1-Math.min(t[n],1);for(let s of a)t[s]*=i}return t}keepLipsApart(e){let{rig:t,apart:r,right:n,down:a}=this,i=0,s=!1;for(let c=0;c<t.upperLip.length;c++){let l=3*t.upperLip[c],h=3*t.lowerLip[c],u=[0,1,2].map(f=>e[h+f]-e[l+f]),m=I(u,a);i=Math.max(i,m);let p=I(u,n);for(let f=0;f<3;f++)r[3*c+f]=m<0?u[f]-p*n[f]:0;s||(s=m<0)}return s&&this.pull(e),i}pull(e){let{vertices:t,pairs:r,shares:n,upper:a}=this.rig.lipPull;for(let i=0;i<t.length;i++){let s=n[i]*(i<a?st:st-1),c=3*t[i],l=3*r[i];e[c]+=s*this.apart[l],e[c+1]+=s*this.apart[l+1],e[c+2]+=s*this.apart[l+2]}}turnHead(e,t){let r=Be(e[B],e[B+1],e[B+2]),n=H(H(this.rig.axes,r),ge(this.rig.axes)),a=this.rig.pivot,i=R(n,a);this.posed.turn=n,this.posed.shift=i.map((s,c)=>a[c]-s+t[c])}carry(e,t){let{vertices:r,turn:n,shift:a}=this.posed,{headWeight:i,breath:s}=this.rig,[c,l,h,u,m,p,f,g,w]=n;for(let y=0,b=0;y<i.length;y++,b+=3){let A=r[b],E=r[b+1],v=r[b+2],T=i[y],L=1-T;r[b]=L*(A+e[0])+T*(c*A+l*E+h*v+a[0])+t*s[2*y],r[b+1]=L*(E+e[1])+T*(u*A+m*E+p*v+a[1])+t*s[2*y+1],r[b+2]=L*(v+e[2])+T*(f*A+g*E+w*v+a[2])}}};function fr(o,e,t){let{vertices:r,values:n}=e;for(let a=0,i=0;a<r.length;a++,i+=3){let s=3*r[a];o[s]+=t*n[i],o[s+1]+=t*n[i+1],o[s+2]+=t*n[i+2]}}var Ee={5120:"int8",5121:"uint8",5122:"int16",5123:"uint16",5125:"uint32",5126:"float32"},dr={SCALAR:1,VEC2:2,VEC3:3,VEC4:4},se=class{constructor(e){let t=new DataView(e);if(e.byteLength<20||t.getUint32(0,!0)!==1179937895||t.getUint32(4,!0)!==2)throw new Error("This is no glTF 2.0 binary; load what the address of a rig gives.");let r=t.getUint32(12,!0);this.head=JSON.parse(new TextDecoder().decode(new Uint8Array(e,20,r))),this.body=e.slice(28+r)}accessor(e){let{bufferView:t,componentType:r,count:n,type:a}=j(this.head.accessors,e);if(t===void 0)throw new Error(`Accessor ${e} of the rig holds no numbers.`);return this.words(t,Ee[r],n*(dr[a]??1))}sparse(e){let{sparse:t,componentType:r}=j(this.head.accessors,e);return t?{vertices:ct(this.words(t.indices.bufferView,Ee[t.indices.componentType],t.count)),values:this.words(t.values.bufferView,Ee[r],3*t.count)}:null}numbers({view:e,type:t,shape:r,step:n}){let a=this.words(e,t,r.reduce((i,s)=>i*s,1));return Float32Array.from(a,i=>i*n)}vertices({view:e,type:t,shape:r}){return ct(this.words(e,t,r.reduce((n,a)=>n*a,1)))}picture(e,t){let{bufferView:r,mimeType:n}=j(this.head.images,e),{byteOffset:a=0,byteLength:i}=j(this.head.bufferViews,r),s=new Blob([new Uint8Array(this.body,a,i)],{type:n});return createImageBitmap(s,{premultiplyAlpha:t,colorSpaceConversion:"none"})}words(e,t,r){let{byteOffset:n=0}=j(this.head.bufferViews,e);switch(t){case"int8":return new Int8Array(this.body,n,r);case"uint8":return new Uint8Array(this.body,n,r);case"int16":return new Int16Array(this.body,n,r);case"uint16":return new Uint16Array(this.body,n,r);case"uint32":return new Uint32Array(this.body,n,r);case"float32":return new Float32Array(this.body,n,r);default:throw new Error(`The rig has numbers of the unknown kind "${t}".`)}}};function j(o,e){let t=o[e];if(t===void 0)throw new Error(`The rig names a part ${e} that it doesn't have.`);return t}function ct(o){return o instanceof Uint16Array||o instanceof Uint32Array?o:Uint16Array.from(o)}var lt=1;async function ht(o){let e=new se(o),t=e.head.extras?.avatar;if(!t)throw new Error("This model is no rig of a portrait: it has no `extras.avatar`.");if(t.format!==lt)throw new Error(`The rig has format ${t.format} and this page reads ${lt}: load the page again.`);let[r,n,a]=await Promise.all([yr(e,t),br(e,t),wr(e,t)]);return{pictures:r,labels:n,inset:a,...gr(t),...vr(e,t),...Ar(e,t)}}async function yr(o,{canvas:e,mouth:t,eyes:r}){let[n,a,i,s]=await Promise.all([o.picture(e.person,"premultiply"),o.picture(e.plate,"none"),o.picture(t.image,"premultiply"),r.image===null?null:o.picture(r.image,"none")]);return{person:n,plate:a,mouth:i,eyes:s}}function br(o,{labels:e}){return Promise.all(e.map(async({language:t,text:r,left:n,top:a,image:i})=>({language:t,text:r,left:n,top:a,picture:await o.picture(i,"premultiply")})))}async function wr(o,{canvas:{inset:e}}){if(!e)return null;let t=await o.picture(e.around,"none");return{across:o.numbers(e.across),down:o.numbers(e.down),around:t}}function gr({canvas:o}){let{size:e,left:t,top:r,scale:n,zoom:a,margin:i,window:s}=o;return{size:e,left:t,top:r,scale:n,zoom:a,margin:i,window:s}}function vr(o,e){let{attributes:t,targets:r}=o.head.meshes[0].primitives[0],{step:n,triangles:a,canvas:i,rig:s}=e,c=p=>Float32Array.from(p,f=>f*n),l=r.map(({POSITION:p})=>{let f=o.sparse(p);return f&&{vertices:f.vertices,values:c(f.values)}}),[h,u]=[o.accessor(a.lips),o.accessor(a.face)],m=h instanceof Uint16Array?new Uint16Array(h.length+u.length):new Uint32Array(h.length+u.length);return m.set(h),m.set(u,h.length),{resting:c(o.accessor(t.POSITION)),sources:Float32Array.from(o.accessor(t.TEXCOORD_0),(p,f)=>p*i.person_size[f%2]),around:o.accessor(a.around),face:m,shapes:l,shades:xr(o,e),seamShade:s.seam_shade&&o.numbers(s.seam_shade)}}function xr(o,{rig:{shades:e}}){let[t,r]=[o.vertices(e.vertices),o.numbers(e.values)],n=Array.from({length:F},()=>null),a=0;return e.columns.forEach((i,s)=>{let c=a+e.counts[s];n[i]={vertices:t.subarray(a,c),values:r.subarray(a,c)},a=c}),n}function Ar(o,e){let{rig:t,eyes:r}=e,{unit:n,axes:a,pivot:i,travel:s,lip_pull:c}=t;return{unit:n,pivot:i,travel:s,axes:a.flat(),headWeight:o.numbers(t.head_weight),breath:o.numbers(t.breath),upperLip:o.vertices(t.upper_lip),lowerLip:o.vertices(t.lower_lip),lipPull:{vertices:o.vertices(c.vertices),pairs:o.vertices(c.pairs),shares:o.numbers(c.shares),upper:c.lips.upper},eyes:r.both.map(l=>Rr(o,e,l)),mouth:Er(o,e)}}function Er(o,{mouth:e}){let{centre:t,origin:r,px:n,jaw:a,is_open:i}=e,{cavity:s,tongue:c,lower:l,upper:h}=e.layers;return{layers:[s,c,l,h],centre:t,origin:r,step:n,jaw:a,isOpen:i,line:o.numbers(e.line)}}function Rr(o,{rig:e},t){let{ball:r,turned:n,lashes:a,boxes:i,corner:s,iris:c,radius:l,reach:h,depth:u,lid:m}=t,[p,f]=[e.upper_lids,e.lower_lids].map(w=>{let y=w.shape[1];return o.vertices(w).subarray(t.index*y,(t.index+1)*y)}),g=t.glint&&{left:t.glint.left,top:t.glint.top,picture:{height:t.glint.values.shape[0],width:t.glint.values.shape[1],data:o.numbers(t.glint.values)}};return{upper:p,lower:f,ball:r,turned:n,lashes:a,glint:g,boxes:i,corner:s,iris:c,radius:l,reach:h,depth:u,lid:m,opening:o.numbers(t.opening),openArea:t.open_area,lidRest:t.lid_rest}}var ce=class{constructor(e){this.width=Math.ceil(e.width/4),this.height=Math.ceil(e.height/4);let t=new Uint8Array(this.width*this.height),r=Mr(e);for(let a=0,i=3;a<e.height;a++){let s=(a>>2)*this.width;for(let c=0;c<e.width;c++,i+=4)r[i]&&(t[s+(c>>2)]=1)}let n=this.width+1;this.sums=new Uint32Array(n*(this.height+1));for(let a=1;a<=this.height;a++)for(let i=1,s=0;i<=this.width;i++)s+=t[(a-1)*this.width+i-1],this.sums[a*n+i]=this.sums[(a-1)*n+i]+s}shows([e,t],[r,n]){let{sums:a,width:i,height:s}=this,[c,l]=ut(e,r,i),[h,u]=ut(t,n,s),m=(p,f)=>a[f*(i+1)+p];return m(l,u)-m(l,h)-m(c,u)+m(c,h)>0}triangles(e,{sources:t,unit:r,scale:n,zoom:a}){let i=.2*r*n*a,s=[];for(let c=0;c<e.length;c+=3){let l=[e[c],e[c+1],e[c+2]],h=l.map(p=>t[2*p]),u=l.map(p=>t[2*p+1]),m=[Math.min(...h)-i,Math.min(...u)-i];this.shows(m,[Math.max(...h)+i,Math.max(...u)+i])&&s.push(...l)}return s}goesBeyond({sources:e,size:t,margin:r,zoom:n,unit:a,scale:i}){let[s,c,l,h]=[1/0,1/0,-1/0,-1/0];for(let w=0;w<e.length;w+=2)s=Math.min(s,e[w]),l=Math.max(l,e[w]),c=Math.min(c,e[w+1]),h=Math.max(h,e[w+1]);let u=.2*a*i*n,[m,p]=[r*n,r*n],[f,g]=[m+t[0]*n,p+t[1]*n];return s+u>m+1&&this.shows([m,p],[s+u,g])||l-u<f-1&&this.shows([l-u,p],[f,g])||c+u>p+1&&this.shows([m,p],[f,c+u])||h-u<g-1&&this.shows([m,h-u],[f,g])}};function ut(o,e,t){let r=Math.min(Math.max(Math.floor(o/4),0),t-1);return[r,Math.max(r+1,Math.min(t,Math.ceil(e/4)))]}function Mr(o){let e=document.createElement("canvas");[e.width,e.height]=[o.width,o.height];let t=e.getContext("2d",{willReadFrequently:!0});if(!t)throw new Error("This browser has no 2D canvas.");return t.drawImage(o,0,0),t.getImageData(0,0,o.width,o.height).data}var mt={alpha:!1,antialias:!1,depth:!0,stencil:!1},Re=class o{constructor(e,t,r,n,a){this.rig=e;this.gl=t;this.canvas=r;this.label=n;this.view=a;this.row=new Float32Array(M);this.lost=e=>{e.preventDefault(),this.drawing=null};this.restored=()=>{this.drawing=new le(this.gl,this.rig,this.view,this.label,this.eyes,this.seen),this.draw(this.row)};this.size=[a.width,a.height];let i=new Z;this.seen=new ce(e.pictures.person),this.puppet=new ie(e),this.eyes=e.eyes.map(s=>new ee(s,e,a,i)),this.mouth=new re(e,a,i),this.drawing=new le(t,e,a,n,this.eyes,this.seen),r.addEventListener("webglcontextlost",this.lost),r.addEventListener("webglcontextrestored",this.restored)}static supported(){try{let e=document.createElement("canvas").getContext("webgl2",mt);return e?.getExtension("WEBGL_lose_context")?.loseContext(),e!==null&&typeof createImageBitmap=="function"}catch{return!1}}static async load(e,t,r={}){let n=await ht(e),a=t.getContext("webgl2",mt);if(!a)throw new Error("This browser has no WebGL 2: ask the server for films instead.");let i=He(n,Tr(n.size,r.size??[...n.size]));[t.width,t.height]=[i.width,i.height];let s=new o(n,a,t,Lr(n,r.labelLanguage??"en"),i);return s.draw(s.row),s}draw(e){e!==this.row&&this.row.set(e.subarray(0,M));let{drawing:t}=this;if(!t||this.gl.isContextLost())return;let r=this.puppet.pose(this.row);t.draw(r,this.eyes.map(n=>n.look(r,this.row)),this.mouth.look(r,this.row))}pixels(){this.draw(this.row);let{gl:e,size:[t,r]}=this,n=new Uint8Array(4*t*r);e.readPixels(0,0,t,r,e.RGBA,e.UNSIGNED_BYTE,n);let a=new Uint8Array(n.length);for(let i=0,s=4*t;i<r;i++)a.set(n.subarray(i*s,(i+1)*s),(r-1-i)*s);return a}dispose(){this.canvas.removeEventListener("webglcontextlost",this.lost),this.canvas.removeEventListener("webglcontextrestored",this.restored),this.drawing=null,this.gl.getExtension("WEBGL_lose_context")?.loseContext();let{person:e,plate:t,mouth:r,eyes:n}=this.rig.pictures,a=this.rig.labels.map(({picture:i})=>i);[e,t,r,n,this.rig.inset?.around,...a].forEach(i=>i?.close())}},le=class{constructor(e,t,r,n,a,i){e.viewport(0,0,r.width,r.height),e.disable(e.DITHER),e.pixelStorei(e.UNPACK_COLORSPACE_CONVERSION_WEBGL,e.NONE);let s=new te(e,t,r,n);this.person=new ae(e,t,r,i,s),this.eyes=a.map((c,l)=>new K(e,t,c,l,s)),this.mouth=new q(e,t,s)}draw(e,t,r){this.person.draw(e),t.forEach((n,a)=>n&&this.eyes[a].draw(n)),r&&this.mouth.draw(r)}};function Tr(o,e){if(Math.abs(e[0]/o[0]-e[1]/o[1])*Math.max(...o)>1.5)throw new Error(`A rig of ${o.join("x")} px can't be drawn at ${e.join("x")}: ask for one of that shape.`);return e}function Lr(o,e){let r=o.labels.find(n=>n.language===e)??o.labels.find(n=>!n.language)??o.labels[0];if(!r)throw new Error("The rig has no label, and no picture is shown without.");return r}export{Re as Face,pe as MOTION_NAMES,ye as Motion,Y as readRows};
