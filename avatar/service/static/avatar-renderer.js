var U=n=>[`${n}Left`,`${n}Right`],fe=["eyeBlink","eyeLookDown","eyeLookIn","eyeLookOut","eyeLookUp","eyeSquint","eyeWide"],ye=[...fe.map(n=>`${n}Left`),...fe.map(n=>`${n}Right`),"jawForward","jawLeft","jawRight","jawOpen","mouthClose","mouthFunnel","mouthPucker",...["mouth","mouthSmile","mouthFrown","mouthDimple","mouthStretch"].flatMap(U),"mouthRollLower","mouthRollUpper","mouthShrugLower","mouthShrugUpper",...["mouthPress","mouthLowerDown","mouthUpperUp","browDown"].flatMap(U),"browInnerUp",...U("browOuterUp"),"cheekPuff",...U("cheekSquint"),...U("noseSneer"),"tongueOut"],re=[...ye,"tongueTip","headPitch","headYaw","headRoll","headX","headY","headZ","gazeRight","gazeDown","breath"],E=re.length,M=ye.length;function x(n){let e=re.indexOf(n);if(e<0)throw new Error(`There is no column "${n}" in a row of motion.`);return e}var be=x("tongueTip"),k=x("headPitch"),ge=x("gazeRight"),ve=x("breath");var we=8,tt=16384,xe=.4,rt=x("jawOpen"),nt=x("mouthClose");function C(n,e=0){let t=new DataView(n,e),[r,o]=[t.getUint16(0,!0),t.getUint16(2,!0)],a=we+2*r*o;if(o!==E||t.byteLength<a)throw new Error(`Motion of ${o} columns in ${t.byteLength} bytes can't be read; ${E} are known.`);let i=new Float32Array(r*o);for(let s=0;s<i.length;s++)i[s]=t.getInt16(we+2*s,!0)/tt;return{count:r,fps:t.getFloat32(4,!0),values:i}}function ne(n,e,t,r){let o=Ae(n)?xe:0,a=Ae(e)?xe:0,i=o&&a?t:Math.min(1,Math.max(0,t-o)/(1-o-a));for(let s=0;s<E;s++)r[s]=n[s]+(e[s]-n[s])*(oe(s)?i:t)}function Ae(n){return n[nt]>=n[rt]}var Ee=[x("jawForward"),x("mouthUpperUpRight")],ot=new Set(["cheekPuff","tongueOut","tongueTip"].map(x));function oe(n){return n>=Ee[0]&&n<=Ee[1]||ot.has(n)}var at=.25,it=.08,ae=class{constructor(){this.idle=null;this.pieces=[];this.drawn=new Float32Array(E);this.missing=new Float32Array(E);this.joined=-1/0;this.source=null}idleWith(e){this.idle=C(e)}begin(){this.pieces=[]}add(e,t,r=0){let o=this.pieces.findIndex(a=>a.start>t);this.pieces.splice(o<0?this.pieces.length:o,0,{start:t,...C(e,r)})}interrupt(){this.begin()}get length(){return this.pieces.reduce((e,t)=>Math.max(e,t.start+t.count/t.fps),0)}read(e,t,r){let o=t===null||t>=this.length?null:this.pieces;o?this.spoken(t,r):this.idle?st(this.idle,e,r):r.fill(0),this.join(e,o,r)}spoken(e,t){let r=this.pieces.findIndex(h=>h.start>e),o=Math.max(0,(r<0?this.pieces.length:r)-1),a=this.pieces[o],i=Math.max(0,(e-a.start)*a.fps),s=Math.min(Math.floor(i),a.count-1),c=this.pieces[o+1],l=s+1<a.count?P(a,s+1):c?P(c,0):P(a,s);ne(P(a,s),l,Math.min(1,i-s),t)}join(e,t,r){if(t!==this.source){this.source=t,this.joined=e;for(let i=0;i<E;i++)this.missing[i]=this.drawn[i]-r[i]}let[o,a]=[Re((e-this.joined)/at),Re((e-this.joined)/it)];for(let i=0;i<E;i++){let s=r[i]+this.missing[i]*(oe(i)?a:o);r[i]=i<=M?Math.min(1,Math.max(0,s)):s}this.drawn.set(r)}};function st(n,e,t){let r=(e*n.fps%n.count+n.count)%n.count,o=Math.floor(r);ne(P(n,o),P(n,(o+1)%n.count),r-o,t)}function P(n,e){return n.values.subarray(e*E,(e+1)*E)}function Re(n){let e=Math.min(1,Math.max(0,n));return 1-e*e*(3-2*e)}var ct=`#version 300 es
precision highp float;
precision highp int;
precision highp sampler2D;
`,z=class{constructor(e,t,r,o=[]){this.gl=e;this.places=new Map;this.handle=ie(e.createProgram());let a=[Te(e,e.VERTEX_SHADER,t),Te(e,e.FRAGMENT_SHADER,r)];if(a.forEach(i=>e.attachShader(this.handle,i)),o.forEach((i,s)=>e.bindAttribLocation(this.handle,s,i)),e.linkProgram(this.handle),a.forEach(i=>e.deleteShader(i)),!e.getProgramParameter(this.handle,e.LINK_STATUS)&&!e.isContextLost())throw new Error(`The drawing program does not link: ${e.getProgramInfoLog(this.handle)}`)}use(){this.gl.useProgram(this.handle)}set(e,t,r){let{gl:o}=this,a=this.place(e),i=typeof t=="number"?[t]:t;switch(r??i.length){case 1:return o.uniform1fv(a,i);case 2:return o.uniform2fv(a,i);case 3:return o.uniform3fv(a,i);default:return o.uniform4fv(a,i)}}samplers(e){this.use();for(let[t,r]of Object.entries(e))this.gl.uniform1i(this.place(t),r)}place(e){let t=this.places.get(e);return t===void 0&&this.places.set(e,t=this.gl.getUniformLocation(this.handle,e)),t}};function Te(n,e,t){let r=ie(n.createShader(e));if(n.shaderSource(r,ct+t),n.compileShader(r),!n.getShaderParameter(r,n.COMPILE_STATUS)&&!n.isContextLost())throw new Error(`A drawing program does not compile: ${n.getShaderInfoLog(r)}`);return r}function ie(n){if(n===null)throw new Error("The graphics context is lost.");return n}function G(n,e,t){let r=ie(n.createTexture());n.activeTexture(n.TEXTURE0+e),n.bindTexture(n.TEXTURE_2D,r);let o=t?n.LINEAR:n.NEAREST;return n.texParameteri(n.TEXTURE_2D,n.TEXTURE_MIN_FILTER,o),n.texParameteri(n.TEXTURE_2D,n.TEXTURE_MAG_FILTER,o),n.texParameteri(n.TEXTURE_2D,n.TEXTURE_WRAP_S,n.CLAMP_TO_EDGE),n.texParameteri(n.TEXTURE_2D,n.TEXTURE_WRAP_T,n.CLAMP_TO_EDGE),r}function L(n,e,t,r,o=0){G(n,e,r),n.texStorage2D(n.TEXTURE_2D,1,n.RGBA8,t.width+2*o,t.height+2*o),n.texSubImage2D(n.TEXTURE_2D,0,o,o,n.RGBA,n.UNSIGNED_BYTE,t)}function se(n,e,t,r,o){let a=o.length===t*r;G(n,e,!1),n.texImage2D(n.TEXTURE_2D,0,a?n.R32F:n.RGBA32F,t,r,0,a?n.RED:n.RGBA,n.FLOAT,o)}var D=class{constructor(e,t){this.gl=e;this.unit=t;this.width=0;this.height=0;this.pairs=new Float32Array(0);this.texture=G(e,t,!1)}set(e,t,r,o){let{gl:a}=this;a.activeTexture(a.TEXTURE0+this.unit),a.bindTexture(a.TEXTURE_2D,this.texture),(e>this.width||t>this.height)&&(this.width=Math.max(e+16,this.width),this.height=Math.max(t+16,this.height),a.texImage2D(a.TEXTURE_2D,0,a.RG32F,this.width,this.height,0,a.RG,a.FLOAT,null),this.pairs=new Float32Array(2*this.width*this.height));for(let i=0;i<r.length;i++)this.pairs[2*i]=r[i],this.pairs[2*i+1]=o[i];a.texSubImage2D(a.TEXTURE_2D,0,0,0,e,t,a.RG,a.FLOAT,this.pairs)}};var ce=`// A box of the picture: left, top, right, bottom, px.
uniform vec4 box;
uniform vec2 canvas;

void main() {
  vec2 place = vec2(gl_VertexID % 2 == 0 ? box.x : box.z, gl_VertexID < 2 ? box.y : box.w);
  gl_Position = vec4(2.0 * place.x / canvas.x - 1.0, 1.0 - 2.0 * place.y / canvas.y, 0.0, 1.0);
}
`;var Me=`// An eye between its lids: the eyeball that has turned, lashes that stay with the lid, and the catch-light.
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
`;var Le=`// The inside of the mouth: its layers over each other, lit, and seen between the lips.
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
`;var f={person:0,plate:1,label:2,around:3,rims:4,mouth:5,mouthMask:6,eyes:7,eyeMasks:8,glints:10,openings:12};var N=2,H=class{constructor(e,t,r){this.gl=e;this.rig=t;let{mouth:o}=t.pictures;L(e,f.mouth,o,!0,N),this.mask=new D(e,f.mouthMask),this.program=r.program(ce,Le,{layers:f.mouth,mask:f.mouthMask}),this.program.set("layersSize",[o.width+2*N,o.height+2*N])}draw({box:e,cover:t,light:r,layers:o}){let{program:a,rig:i}=this;a.use(),this.mask.set(e[2]-e[0],e[3]-e[1],t,r);let s=o.map(({index:c})=>i.mouth.layers[c]);a.set("rects",s.flatMap(([c,l,h,u])=>[c+N,l+N,h,u]),4),a.set("across",o.flatMap(({place:c})=>c.slice(0,3)),3),a.set("down",o.flatMap(({place:c})=>c.slice(3)),3),a.set("lit",o.map(({lit:c})=>c),1),Fe(this.gl,a,e)}},W=class{constructor(e,t,r,o,a){this.gl=e;let{ball:i,turned:s,lashes:c,boxes:l,glint:h,opening:u,iris:m,radius:p,reach:d}=r.eye;o===0&&L(e,f.eyes,t.pictures.eyes,!1),this.mask=new D(e,f.eyeMasks+o);let w={width:1,height:1,data:new Float32Array(3)},{width:g,height:b,data:y}=h?.picture??w,R=new Float32Array(4*g*b).map((_,F)=>F%4===3?0:y[3*(F>>2)+F%4]/255);se(e,f.glints+o,g,b,R),se(e,f.openings+o,u.length,1,u);let T={mask:f.eyeMasks+o,glints:f.glints+o,openings:f.openings+o},v=this.program=a.program(ce,Me,{eyes:f.eyes,...T});v.set("ball",i),v.set("turnedCorner",s.slice(0,2)),v.set("lashesCorner",c.slice(0,2)),v.set("lashesBox",l[0]),v.set("glintBox",h?[h.left,h.top,0,0]:[0,0,0,0]),v.set("glintReach",l[1]),v.set("glintSize",h?[g,b]:[0,0]),v.set("iris",m),v.set("radius",p),v.set("reach",d)}draw({box:e,cover:t,light:r,place:o,shift:a,turned:i,lifted:s,kept:c}){let{program:l}=this;l.use(),this.mask.set(e[2]-e[0],e[3]-e[1],t,r),l.set("across",o.slice(0,3)),l.set("down",o.slice(3)),l.set("shift",a),l.set("turned",i),l.set("lifted",s),l.set("kept",c),Fe(this.gl,l,e)}};function Fe(n,e,t){e.set("box",t),n.enable(n.BLEND),n.blendFunc(n.SRC_ALPHA,n.ONE_MINUS_SRC_ALPHA),n.bindVertexArray(null),n.drawArrays(n.TRIANGLE_STRIP,0,4)}function S(n,e){return n[0]*e[0]+n[1]*e[1]+n[2]*e[2]}function A(n,[e,t,r]){return[n[0]*e+n[1]*t+n[2]*r,n[3]*e+n[4]*t+n[5]*r,n[6]*e+n[7]*t+n[8]*r]}function le(n){return[n[0],n[3],n[6],n[1],n[4],n[7],n[2],n[5],n[8]]}function O(n,e){let[t,r,o]=le(e).reduce((c,l,h)=>{var u;return(c[u=Math.floor(h/3)]??(c[u]=[0,0,0]))[h%3]=l,c},[]),[a,i,s]=[A(n,t),A(n,r),A(n,o)];return[a[0],i[0],s[0],a[1],i[1],s[1],a[2],i[2],s[2]]}function Se(n,e,t){let[r,o]=[Math.sin(n),Math.cos(n)],[a,i]=[Math.sin(-e),Math.cos(-e)],[s,c]=[Math.sin(t),Math.cos(t)],l=[1,0,0,0,o,-r,0,r,o],h=[i,0,a,0,1,0,-a,0,i],u=[c,-s,0,s,c,0,0,0,1];return O(O(u,h),l)}function I(n,e){let t=mt(e),{width:r,height:o,data:a}=n,i=Pe(a,t,r,1,o,r);return{width:r,height:o,data:Pe(i,t,o,r,r,1)}}function mt(n){let e=Math.floor((Math.round(8*n+1)|1)/2),t=new Float64Array(e+1).map((o,a)=>Math.exp(-.5*a*a/(n*n))),r=t.reduce((o,a)=>o+2*a,-t[0]);return t.map(o=>o/r)}function Pe(n,e,t,r,o,a){let i=new Float32Array(n.length),s=e.length-1,c=new Float64Array(t+2*s),l=Array.from(c,(h,u)=>pt(u-s,t)*r);for(let h=0;h<o;h++){for(let u=0;u<c.length;u++)c[u]=n[h*a+l[u]];for(let u=0;u<t;u++){let m=e[0]*c[u+s];for(let p=1;p<=s;p++)m+=e[p]*(c[u+s-p]+c[u+s+p]);i[h*a+u*r]=m}}return i}function pt(n,e){if(e===1)return 0;let t=2*e-2,r=(n%t+t)%t;return r<e?r:t-r}function j({width:n,height:e,data:t},r){let o=new Float32Array(t.length),a=Math.floor(r),i=r-a;for(let s=0,c=0;s<e;s++)for(let l=0;l<n;l++,c++){let h=s>=a?t[c-a*n]:0,u=s>a?t[c-(a+1)*n]:0;o[c]=h+(u-h)*i}return{width:n,height:e,data:o}}function X(n,e,t){let[r,o,a,i]=[1/0,1/0,-1/0,-1/0];for(let c=0;c<n.length;c+=2)r=Math.min(r,n[c]),a=Math.max(a,n[c]),o=Math.min(o,n[c+1]),i=Math.max(i,n[c+1]);let s=[Math.max(0,Math.floor(r)-t),Math.max(0,Math.floor(o)-t),Math.min(e[0],Math.ceil(a)+t),Math.min(e[1],Math.ceil(i)+t)];return s[2]-s[0]>1&&s[3]-s[1]>1?s:null}var Y=class{constructor(){this.fine=new Uint8Array(0)}cover(e,[t,r,o,a]){let[i,s]=[o-t,a-r],[c,l]=[i*4,s*4];this.fine.length<c*l&&(this.fine=new Uint8Array(c*l));let h=this.fine.fill(0,0,c*l),u=dt(e,t,r);return yt(h,c,l,u),ft(h,c,l,u),{width:i,height:s,data:gt(h,i,s)}}};function dt(n,e,t){let r=new Float64Array(n.length);for(let o=0;o<n.length;o+=2)r[o]=Ie(((n[o]-e)*4-.5)*16)/16,r[o+1]=Math.floor(Ie(((n[o+1]-t)*4-.5)*16)/16+.5);return r}function Ie(n){let e=Math.floor(n),t=n-e;return t>.5||t===.5&&e%2!==0?e+1:e}function ft(n,e,t,r){let o=Array.from({length:t},()=>[]);for(let a=0;a<r.length;a+=2){let i=(a+2)%r.length,[s,c]=r[a+1]<r[i+1]?[a,i]:[i,a],[l,h]=[r[s+1],r[c+1]];if(l===h)continue;let u=(r[c]-r[s])/(h-l);for(let m=Math.max(l,0);m<Math.min(h,t);m++)o[m].push(r[s]+(m-l)*u)}o.forEach((a,i)=>{a.sort((s,c)=>s-c);for(let s=0;s+1<a.length;s+=2){let[c,l]=[Math.max(0,Math.ceil(a[s])),Math.min(e-1,Math.floor(a[s+1]))];c<=l&&n.fill(255,i*e+c,i*e+l+1)}})}function yt(n,e,t,r){for(let o=0;o<r.length;o+=2){let a=(o+r.length-2)%r.length,[i,s,c,l]=[r[a],r[a+1],r[o],r[o+1]];Math.abs(c-i)>Math.abs(l-s)?_e(n,1,e,e,t,i,s,c,l):_e(n,e,1,t,e,s,i,l,c)}}function _e(n,e,t,r,o,a,i,s,c){a>s&&([a,i,s,c]=[s,c,a,i]);let l=(c-i)/Math.max(s-a,1/65536),h=Math.abs(l)>=1?1:Math.sqrt((1+l*l)/2),[u,m]=[Math.floor(a),Math.floor(s+1)];for(let p=Math.max(u,0);p<=Math.min(m,r-1);p++){let d=i+l*(p-a)+.5,w=Math.floor(d),g=bt(p,a,s)*h;for(let b=-1;b<=1;b++){let y=w+b;if(y<0||y>=o)continue;let R=(y+.5-d)/.53125,T=g*.996*Math.exp(-.5*R*R),v=p*e+y*t;n[v]+=(255-n[v])*T*(2-T)+.5}}}function bt(n,e,t){return Math.max(0,Math.min(1,(n+1-e)/2)+Math.min(1,(t+1-n)/2)-1)}function gt(n,e,t){let r=new Float32Array(e*t),o=e*4;for(let a=0,i=0;a<t;a++)for(let s=0;s<e;s++,i++){let c=0;for(let l=0,h=a*4*o+s*4;l<4;l++,h+=o)for(let u=0;u<4;u++)c+=n[h+u];r[i]=Math.round(c/16)/255}return r}function Ue(n,[e,t]){let r=e/n.size[0],{left:o,top:a,scale:i,zoom:s,margin:c}=n;return{width:e,height:t,left:o,top:a,larger:r,scale:i*r,zoom:s/r,margin:c*r}}function B(n,e,t){let r=new Float32Array(2*t.length);for(let o=0;o<t.length;o++)r[2*o]=(e[3*t[o]]-n.left)*n.scale,r[2*o+1]=(e[3*t[o]+1]-n.top)*n.scale;return r}var vt=.19,ke=.016,De=9,$=class{constructor(e,t,r,o){this.eye=e;this.rig=t;this.view=r;this.painter=o;this.unit=t.unit*r.scale*r.zoom}look(e,t){let{view:r,eye:o}=this,a=wt(B(r,e.vertices,o.upper),B(r,e.vertices,o.lower)),i=X(a,[r.width,r.height],2);if(!i)return null;let s=this.painter.cover(a,i),c=s.data.reduce((m,p)=>m+p,0);if(c===0)return null;let l=[0,1].map(m=>vt*this.unit*Math.sin(t[ge+m])),h=Math.min(1,Math.abs(l[1])/(ke*this.unit)),u=this.raised(e);return{box:i,shift:l,cover:s.data,light:this.light(s,c),place:this.place(e),turned:Math.round(h*(De-1))/(De-1),lifted:u*this.unit,kept:1-h*(1-Math.min(1,u/ke))}}raised(e){let{lid:t,lidRest:r}=this.eye,a=A(e.turn,r).map((c,l)=>e.vertices[3*t+l]-c-e.shift[l]),{axes:i,unit:s}=this.rig;return Math.max(0,-S(a,A(e.turn,[i[1],i[4],i[7]]))/s)}light(e,t){let r=this.eye.openArea*this.view.larger**2,o=Math.min(1,Math.max(0,2.5*(1-t/r)-.1));if(o===0)return new Float32Array(e.data.length).fill(1);let a=.035*this.unit/this.view.zoom;return I(j(e,a),Math.max(.6,.6*a)).data.map(s=>1-.34*o*(1-s))}place({turn:e,shift:t}){let{view:r,eye:o}=this,[a,i,s,c]=[e[0],e[1],e[3],e[4]],l=a*c-i*s,h=[c/l,-i/l,-s/l,a/l],u=r.left-e[2]*o.depth-t[0],m=r.top-e[5]*o.depth-t[1],p=r.scale*r.zoom,d=(b,y,R,T)=>(b*u+y*m-R)*p-T+r.margin*r.zoom,[w,g]=[d(h[0],h[1],r.left,o.corner[0]),d(h[2],h[3],r.top,o.corner[1])];return[h[0]*r.zoom,h[1]*r.zoom,w,h[2]*r.zoom,h[3]*r.zoom,g]}};function wt(n,e){let t=n.length,r=new Float32Array(2*t),[o,a]=[n[t-2]-n[0],n[t-1]-n[1]];for(let i=0;i<t;i+=2){let s=(e[i+1]-n[i+1])*o-(e[i]-n[i])*a<0;for(let c=0;c<2;c++){let[l,h]=[n[i+c],e[i+c]];r[i+c]=s?(l+h)/2:l,r[2*t-2-i+c]=s?(l+h)/2:h}}return r}var Ge=`// What comes last in every picture, whatever draws it: the photo's edges, where they show, and the label.
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
`;var q=class{constructor(e,t,r,o){this.gl=e;this.rig=t;this.view=r;this.label=o;L(e,f.label,o.picture,r.larger!==1),t.inset&&(L(e,f.around,t.inset.around,r.larger!==1),Et(e,t.inset.across,t.inset.down,r.larger!==1))}program(e,t,r,o){let{gl:a,rig:i,view:s,label:c}=this,l=(i.inset?`#define INSET
`:"")+(s.larger===1?"":`#define SCALED
`),h=new z(a,e,l+Ge+t,o);return h.samplers({...r,label:f.label,around:f.around,rims:f.rims}),h.set("size",[s.width,s.height]),h.set("canvas",[s.width,s.height]),h.set("larger",s.larger),h.set("labelPlace",At(c,s)),h}};function At({left:n,top:e,picture:t},{larger:r,height:o}){let[a,i]=[t.width*r,t.height*r],[s,c]=[n*r+a/2,o-e*r-i/2];return[2/a,2/i,-2*s/a,-2*c/i]}function Et(n,e,t,r){let o=Math.max(e.length,t.length),a=new Uint8Array(2*o);a.set(e.map(i=>Math.round(255*i))),a.set(t.map(i=>Math.round(255*i)),o),G(n,f.rims,r),n.pixelStorei(n.UNPACK_ALIGNMENT,1),n.texImage2D(n.TEXTURE_2D,0,n.R8,o,2,0,n.RED,n.UNSIGNED_BYTE,a),n.pixelStorei(n.UNPACK_ALIGNMENT,4)}var he=.03,Rt=.13,Tt=.58,Mt=.3,Lt=.0035,Ft=.09,St=.6,Ne=.5,Pt=.12,Oe=.1,It=.8,_t=x("tongueOut"),[Be,ue,Ve,Ce]=[0,1,2,3],K=class{constructor(e,t,r){this.rig=e;this.view=t;this.painter=r;this.unit=e.unit*t.scale}look(e,t){let{rig:r,view:o}=this,a=Math.min(1,e.lipGap/(he*r.unit));if(!r.mouth.isOpen&&e.lipGap*o.scale<.35)return null;let i=this.outline(e,a),s=X(i,[o.width,o.height],3);if(!s)return null;let c=this.painter.cover(i,s),l=this.tucked(e),h=this.light(c,e,l),u=I(c,Math.max(.35,Lt*this.unit)).data;return Ut(u,i,s,r.mouth.isOpen?.7:.2,.42+.58*Math.max(a,l)),{box:s,cover:u,light:h,layers:this.layers(e,t[be],t[_t])}}outline(e,t){let{rig:r,view:o}=this,[a,i]=[r.upperLip,r.lowerLip].map(h=>B(o,e.vertices,h)),s=r.mouth.isOpen?1-t:0,c=a.length,l=new Float32Array(2*c);for(let h=0;h<c;h+=2)for(let u=0;u<2;u++){let m=s*r.mouth.line[h+u]*o.larger;l[h+u]=a[h+u]-m,l[2*c-2-h+u]=i[h+u]+m}return l}layers(e,t,r){let o=[0,-Rt*Math.max(t,Math.min(1,2.5*r)),-.1*r],a=A(this.rig.axes,o).map(c=>c*this.rig.unit),i=[.5,Tt,1,0];return(r>.1?[Be,Ve,ue,Ce]:[Be,ue,Ve,Ce]).map(c=>{let l=c===ue,h=e.jaw.map((m,p)=>m*i[c]+(l?a[p]:0)),u=l?1-Mt*Math.max(0,t-r):1;return{index:c,place:this.place(e,h),lit:u}})}place(e,t){let{rig:r,view:o}=this,{axes:a}=r,{centre:i}=r.mouth,s=r.mouth.step*o.scale,c=A(e.turn,[a[0],a[3],a[6]]).map(v=>v*s),l=A(e.turn,[a[1],a[4],a[7]]).map(v=>v*s),h=A(e.turn,[i[0]+t[0],i[1]+t[1],i[2]+t[2]]),u=(h[0]+e.shift[0]-o.left)*o.scale,m=(h[1]+e.shift[1]-o.top)*o.scale,[p,d,w,g]=[c[0],l[0],c[1],l[1]],b=p*g-d*w,y=[g/b,-d/b,-w/b,p/b],[R,T]=r.mouth.origin;return[y[0],y[1],R-y[0]*u-y[1]*m,y[2],y[3],T-y[2]*u-y[3]*m]}light(e,t,r){let o=t.lipGap*this.view.scale,a=Math.min(.05*this.unit,Math.max(.4*o,.5)),i=I(j(e,a),Math.max(.6,.5*a)).data,s=I(e,Math.max(.6,.35*a)).data,c=It*r,l=Math.max(Math.min(1,o/(Pt*this.unit)),c),h=Math.max(Math.min(1,o/(he*this.unit)),c),u=(Ne+(1-Ne)*l)*(.35+.65*h)*this.letIn(t);return i.map((m,p)=>(c+(1-c)*(.62+.38*m)*(.7+.3*s[p]))*u)}letIn(e){let t=(this.beforeTeeth(e,this.rig.upperLip)+this.beforeTeeth(e,this.rig.lowerLip))/2,r=e.lipGap/this.rig.unit+.03;return r/(r+St*Math.max(0,t-Oe))}tucked(e){return me(2-e.lipGap/(he*this.rig.unit))*me(1-this.beforeTeeth(e,this.rig.lowerLip)/Oe)}beforeTeeth(e,t){let r=Math.floor(t.length/4),o=A(e.turn,this.rig.mouth.centre).map((s,c)=>s+e.shift[c]),a=1/(t.length-2*r);for(let s=r;s<t.length-r;s++)for(let c=0;c<3;c++)o[c]-=e.vertices[3*t[s]+c]*a;let i=A(e.turn,[this.rig.axes[2],this.rig.axes[5],this.rig.axes[8]]);return S(o,i)/this.rig.unit}};function Ut(n,e,t,r,o){let a=e.length/2,[i,s]=[e[0],e[1]],c=[e[a-2]-i,e[a-1]-s],l=Math.max(c[0]**2+c[1]**2,1),h=t[2]-t[0];for(let u=0;u<n.length;u++){let m=t[0]+u%h+.5-i,p=t[1]+Math.floor(u/h)+.5-s,d=(m*c[0]+p*c[1])/l,w=me(Math.min(d,1-d)/Ft);n[u]*=(r+(1-r)*w*w*(3-2*w))*o}}function me(n){return Math.min(1,Math.max(0,n))}var ze=`// The photo where it has moved to, over what is behind.
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
`;var He=`// What is behind the person.
uniform sampler2D plate;
out vec4 colour;

void main() {
  colour = finished(seenIn(plate), 1.0);
}
`;var We=`// The whole picture, behind all else.
void main() {
  gl_Position = vec4(gl_VertexID % 2 == 0 ? -1.0 : 1.0, gl_VertexID < 2 ? -1.0 : 1.0, 0.9, 1.0);
}
`;var je=`// A vertex of the person, or a corner of the whole picture, which stays where it is.
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
`;var Ye=["place","light","source"],Xe=-.5,Ot=0,Bt=.5,J=class{constructor(e,t,r,o,a){this.gl=e;this.view=r;let{person:i,plate:s}=t.pictures;L(e,f.person,i,!0),L(e,f.plate,s,r.larger!==1),this.program=a.program(je,ze,{person:f.person,plate:f.plate},Ye),this.program.set("personSize",[i.width,i.height]),this.program.set("zoom",r.zoom),this.program.set("grid",2**e.getParameter(e.SUBPIXEL_BITS)),this.window=Vt(t,r);let c=t.resting.length/3;this.moved=new Float32Array(3*(c+4)),this.array=e.createVertexArray(),e.bindVertexArray(this.array),this.buffer=this.vertices(t);let l=o.triangles(t.around,t),h=[0,1,2,2,1,3].map(p=>c+p),u=[...t.face,...l,...h];this.counts=[t.face.length,l.length,o.goesBeyond(t)?h.length:0];let m=c+4>65535?Uint32Array.from(u):Uint16Array.from(u);this.wordSize=m.BYTES_PER_ELEMENT,e.bindBuffer(e.ELEMENT_ARRAY_BUFFER,e.createBuffer()),e.bufferData(e.ELEMENT_ARRAY_BUFFER,m,e.STATIC_DRAW),this.ground=a.program(We,He,{plate:f.plate})}vertices({sources:e}){let{gl:t,view:r,moved:o}=this,a=new Float32Array(e.length+8);a.set(e),[[0,0],[r.width,0],[0,r.height],[r.width,r.height]].forEach(([s,c],l)=>{o.set([s,c,0],o.length-12+3*l),a.set([(s+r.margin)*r.zoom,(c+r.margin)*r.zoom],e.length+2*l)});let i=t.createBuffer();return t.bindBuffer(t.ARRAY_BUFFER,i),t.bufferData(t.ARRAY_BUFFER,o,t.DYNAMIC_DRAW),t.vertexAttribPointer(0,2,t.FLOAT,!1,12,0),t.vertexAttribPointer(1,1,t.FLOAT,!1,12,8),t.bindBuffer(t.ARRAY_BUFFER,t.createBuffer()),t.bufferData(t.ARRAY_BUFFER,a,t.STATIC_DRAW),t.vertexAttribPointer(2,2,t.FLOAT,!1,8,0),Ye.forEach((s,c)=>t.enableVertexAttribArray(c)),i}draw({vertices:e,shade:t}){let{gl:r,view:o,moved:a,program:i}=this;for(let s=0;s<t.length;s++)a[3*s]=(e[3*s]-o.left)*o.scale,a[3*s+1]=(e[3*s+1]-o.top)*o.scale,a[3*s+2]=t[s];r.disable(r.BLEND),r.bindVertexArray(this.array),r.bindBuffer(r.ARRAY_BUFFER,this.buffer),r.bufferData(r.ARRAY_BUFFER,a,r.DYNAMIC_DRAW),i.use(),this.paint()}paint(){let{gl:e,counts:[t,r,o],window:a}=this;e.clear(e.DEPTH_BUFFER_BIT),e.enable(e.DEPTH_TEST),e.depthFunc(e.LEQUAL),a&&(e.enable(e.SCISSOR_TEST),e.scissor(...a)),this.part(Xe,0,t),this.part(Ot,t,r),o&&this.part(Bt,t+r,o),e.disable(e.SCISSOR_TEST),this.ground.use(),e.drawArrays(e.TRIANGLE_STRIP,0,4),e.disable(e.DEPTH_TEST)}part(e,t,r){let{gl:o,program:a,wordSize:i}=this;a.set("depth",e),a.set("shaded",e===Xe?1:0),o.drawElements(o.TRIANGLES,r,i===2?o.UNSIGNED_SHORT:o.UNSIGNED_INT,t*i)}};function Vt({window:n},{larger:e,width:t,height:r}){let[o,a,i,s]=n.map(l=>Math.round(l*e));return o<=0&&a<=0&&i>=t&&s>=r?null:[o,r-s,i-o,s-a]}var Ct=x("jawOpen"),$e=x("mouthClose"),zt=["jawForward","jawLeft","jawRight","jawOpen"].map(x),Ht=["Left","Right"].map(n=>({blink:x(`eyeBlink${n}`),lids:["eyeSquint","eyeLookDown","eyeLookUp","eyeWide"].map(e=>x(e+n))})),qe=.35,Wt=.3,jt=.08,Z=class{constructor(e){this.rig=e;this.weights=new Float32Array(M);let t=e.resting.length/3;this.posed={vertices:new Float32Array(3*t),shade:new Float32Array(t),turn:[1,0,0,0,1,0,0,0,1],shift:[0,0,0],jaw:[0,0,0],lipGap:0},this.apart=new Float32Array(3*e.upperLip.length),this.right=[e.axes[0],this.rig.axes[3],this.rig.axes[6]],this.down=[this.rig.axes[1],this.rig.axes[4],this.rig.axes[7]]}pose(e){let{rig:t,posed:r}=this;this.shadeBy(e);let o=this.hold(e);r.vertices.set(t.resting);for(let s=0;s<M;s++){let c=o[s],l=t.shapes[s];c!==0&&l&&Yt(r.vertices,l,c)}r.lipGap=this.keepLipsApart(r.vertices);let a=[0,1,2].map(s=>e[k+3+s]*t.travel*t.unit),i=A(this.rig.axes,a);return this.turnHead(e,i),this.carry(i.map(s=>Wt*s),e[ve]),r.jaw=[0,1,2].map(s=>zt.reduce((c,l,h)=>c+o[l]*this.rig.mouth.jaw[h][s],0)),r}shadeBy(e){let{shade:t}=this.posed;this.rig.seamShade?t.set(this.rig.seamShade):t.fill(0);for(let r=0;r<M;r++){let o=e[r],a=this.rig.shades[r];if(o===0||!a)continue;let{vertices:i,values:s}=a;for(let c=0;c<i.length;c++)t[i[c]]+=o*s[c]}}hold(e){let{weights:t}=this;t.set(e.subarray(0,M));let r=t[$e]-t[Ct]-jt;r>0&&(t[$e]-=r);for(let{blink:o,lids:a}of Ht){let i=1-Math.min(t[o],1);for(let s of a)t[s]*=i}return t}keepLipsApart(e){let{rig:t,apart:r,right:o,down:a}=this,i=0,s=!1;for(let c=0;c<t.upperLip.length;c++){let l=3*t.upperLip[c],h=3*t.lowerLip[c],u=[0,1,2].map(d=>e[h+d]-e[l+d]),m=S(u,a);i=Math.max(i,m);let p=S(u,o);for(let d=0;d<3;d++)r[3*c+d]=m<0?u[d]-p*o[d]:0;s||(s=m<0)}return s&&this.pull(e),i}pull(e){let{vertices:t,pairs:r,shares:o,upper:a}=this.rig.lipPull;for(let i=0;i<t.length;i++){let s=o[i]*(i<a?qe:qe-1),c=3*t[i],l=3*r[i];e[c]+=s*this.apart[l],e[c+1]+=s*this.apart[l+1],e[c+2]+=s*this.apart[l+2]}}turnHead(e,t){let r=Se(e[k],e[k+1],e[k+2]),o=O(O(this.rig.axes,r),le(this.rig.axes)),a=this.rig.pivot,i=A(o,a);this.posed.turn=o,this.posed.shift=i.map((s,c)=>a[c]-s+t[c])}carry(e,t){let{vertices:r,turn:o,shift:a}=this.posed,{headWeight:i,breath:s}=this.rig,[c,l,h,u,m,p,d,w,g]=o;for(let b=0,y=0;b<i.length;b++,y+=3){let R=r[y],T=r[y+1],v=r[y+2],_=i[b],F=1-_;r[y]=F*(R+e[0])+_*(c*R+l*T+h*v+a[0])+t*s[2*b],r[y+1]=F*(T+e[1])+_*(u*R+m*T+p*v+a[1])+t*s[2*b+1],r[y+2]=F*(v+e[2])+_*(d*R+w*T+g*v+a[2])}}};function Yt(n,e,t){let{vertices:r,values:o}=e;for(let a=0,i=0;a<r.length;a++,i+=3){let s=3*r[a];n[s]+=t*o[i],n[s+1]+=t*o[i+1],n[s+2]+=t*o[i+2]}}var pe={5120:"int8",5121:"uint8",5122:"int16",5123:"uint16",5125:"uint32",5126:"float32"},Xt={SCALAR:1,VEC2:2,VEC3:3,VEC4:4},Q=class{constructor(e){let t=new DataView(e);if(e.byteLength<20||t.getUint32(0,!0)!==1179937895||t.getUint32(4,!0)!==2)throw new Error("This is no glTF 2.0 binary; load what the address of a rig gives.");let r=t.getUint32(12,!0);this.head=JSON.parse(new TextDecoder().decode(new Uint8Array(e,20,r))),this.body=e.slice(28+r)}accessor(e){let{bufferView:t,componentType:r,count:o,type:a}=V(this.head.accessors,e);if(t===void 0)throw new Error(`Accessor ${e} of the rig holds no numbers.`);return this.words(t,pe[r],o*(Xt[a]??1))}sparse(e){let{sparse:t,componentType:r}=V(this.head.accessors,e);return t?{vertices:Ke(this.words(t.indices.bufferView,pe[t.indices.componentType],t.count)),values:this.words(t.values.bufferView,pe[r],3*t.count)}:null}numbers({view:e,type:t,shape:r,step:o}){let a=this.words(e,t,r.reduce((i,s)=>i*s,1));return Float32Array.from(a,i=>i*o)}vertices({view:e,type:t,shape:r}){return Ke(this.words(e,t,r.reduce((o,a)=>o*a,1)))}picture(e,t){let{bufferView:r,mimeType:o}=V(this.head.images,e),{byteOffset:a=0,byteLength:i}=V(this.head.bufferViews,r),s=new Blob([new Uint8Array(this.body,a,i)],{type:o});return createImageBitmap(s,{premultiplyAlpha:t,colorSpaceConversion:"none"})}words(e,t,r){let{byteOffset:o=0}=V(this.head.bufferViews,e);switch(t){case"int8":return new Int8Array(this.body,o,r);case"uint8":return new Uint8Array(this.body,o,r);case"int16":return new Int16Array(this.body,o,r);case"uint16":return new Uint16Array(this.body,o,r);case"uint32":return new Uint32Array(this.body,o,r);case"float32":return new Float32Array(this.body,o,r);default:throw new Error(`The rig has numbers of the unknown kind "${t}".`)}}};function V(n,e){let t=n[e];if(t===void 0)throw new Error(`The rig names a part ${e} that it doesn't have.`);return t}function Ke(n){return n instanceof Uint16Array||n instanceof Uint32Array?n:Uint16Array.from(n)}var Je=1;async function Ze(n){let e=new Q(n),t=e.head.extras?.avatar;if(!t)throw new Error("This model is no rig of a portrait: it has no `extras.avatar`.");if(t.format!==Je)throw new Error(`The rig has format ${t.format} and this page reads ${Je}: load the page again.`);let[r,o,a]=await Promise.all([$t(e,t),qt(e,t),Kt(e,t)]);return{pictures:r,labels:o,inset:a,...Jt(t),...Zt(e,t),...er(e,t)}}async function $t(n,{canvas:e,mouth:t,eyes:r}){let[o,a,i,s]=await Promise.all([n.picture(e.person,"premultiply"),n.picture(e.plate,"none"),n.picture(t.image,"premultiply"),r.image===null?null:n.picture(r.image,"none")]);return{person:o,plate:a,mouth:i,eyes:s}}function qt(n,{labels:e}){return Promise.all(e.map(async({language:t,text:r,left:o,top:a,image:i})=>({language:t,text:r,left:o,top:a,picture:await n.picture(i,"premultiply")})))}async function Kt(n,{canvas:{inset:e}}){if(!e)return null;let t=await n.picture(e.around,"none");return{across:n.numbers(e.across),down:n.numbers(e.down),around:t}}function Jt({canvas:n}){let{size:e,left:t,top:r,scale:o,zoom:a,margin:i,window:s}=n;return{size:e,left:t,top:r,scale:o,zoom:a,margin:i,window:s}}function Zt(n,e){let{attributes:t,targets:r}=n.head.meshes[0].primitives[0],{step:o,triangles:a,canvas:i,rig:s}=e,c=p=>Float32Array.from(p,d=>d*o),l=r.map(({POSITION:p})=>{let d=n.sparse(p);return d&&{vertices:d.vertices,values:c(d.values)}}),[h,u]=[n.accessor(a.lips),n.accessor(a.face)],m=h instanceof Uint16Array?new Uint16Array(h.length+u.length):new Uint32Array(h.length+u.length);return m.set(h),m.set(u,h.length),{resting:c(n.accessor(t.POSITION)),sources:Float32Array.from(n.accessor(t.TEXCOORD_0),(p,d)=>p*i.person_size[d%2]),around:n.accessor(a.around),face:m,shapes:l,shades:Qt(n,e),seamShade:s.seam_shade&&n.numbers(s.seam_shade)}}function Qt(n,{rig:{shades:e}}){let[t,r]=[n.vertices(e.vertices),n.numbers(e.values)],o=Array.from({length:M},()=>null),a=0;return e.columns.forEach((i,s)=>{let c=a+e.counts[s];o[i]={vertices:t.subarray(a,c),values:r.subarray(a,c)},a=c}),o}function er(n,e){let{rig:t,eyes:r}=e,{unit:o,axes:a,pivot:i,travel:s,lip_pull:c}=t;return{unit:o,pivot:i,travel:s,axes:a.flat(),headWeight:n.numbers(t.head_weight),breath:n.numbers(t.breath),upperLip:n.vertices(t.upper_lip),lowerLip:n.vertices(t.lower_lip),lipPull:{vertices:n.vertices(c.vertices),pairs:n.vertices(c.pairs),shares:n.numbers(c.shares),upper:c.lips.upper},eyes:r.both.map(l=>rr(n,e,l)),mouth:tr(n,e)}}function tr(n,{mouth:e}){let{centre:t,origin:r,px:o,jaw:a,is_open:i}=e,{cavity:s,tongue:c,lower:l,upper:h}=e.layers;return{layers:[s,c,l,h],centre:t,origin:r,step:o,jaw:a,isOpen:i,line:n.numbers(e.line)}}function rr(n,{rig:e},t){let{ball:r,turned:o,lashes:a,boxes:i,corner:s,iris:c,radius:l,reach:h,depth:u,lid:m}=t,[p,d]=[e.upper_lids,e.lower_lids].map(g=>{let b=g.shape[1];return n.vertices(g).subarray(t.index*b,(t.index+1)*b)}),w=t.glint&&{left:t.glint.left,top:t.glint.top,picture:{height:t.glint.values.shape[0],width:t.glint.values.shape[1],data:n.numbers(t.glint.values)}};return{upper:p,lower:d,ball:r,turned:o,lashes:a,glint:w,boxes:i,corner:s,iris:c,radius:l,reach:h,depth:u,lid:m,opening:n.numbers(t.opening),openArea:t.open_area,lidRest:t.lid_rest}}var ee=class{constructor(e){this.width=Math.ceil(e.width/4),this.height=Math.ceil(e.height/4);let t=new Uint8Array(this.width*this.height),r=nr(e);for(let a=0,i=3;a<e.height;a++){let s=(a>>2)*this.width;for(let c=0;c<e.width;c++,i+=4)r[i]&&(t[s+(c>>2)]=1)}let o=this.width+1;this.sums=new Uint32Array(o*(this.height+1));for(let a=1;a<=this.height;a++)for(let i=1,s=0;i<=this.width;i++)s+=t[(a-1)*this.width+i-1],this.sums[a*o+i]=this.sums[(a-1)*o+i]+s}shows([e,t],[r,o]){let{sums:a,width:i,height:s}=this,[c,l]=Qe(e,r,i),[h,u]=Qe(t,o,s),m=(p,d)=>a[d*(i+1)+p];return m(l,u)-m(l,h)-m(c,u)+m(c,h)>0}triangles(e,{sources:t,unit:r,scale:o,zoom:a}){let i=.2*r*o*a,s=[];for(let c=0;c<e.length;c+=3){let l=[e[c],e[c+1],e[c+2]],h=l.map(p=>t[2*p]),u=l.map(p=>t[2*p+1]),m=[Math.min(...h)-i,Math.min(...u)-i];this.shows(m,[Math.max(...h)+i,Math.max(...u)+i])&&s.push(...l)}return s}goesBeyond({sources:e,size:t,margin:r,zoom:o,unit:a,scale:i}){let[s,c,l,h]=[1/0,1/0,-1/0,-1/0];for(let g=0;g<e.length;g+=2)s=Math.min(s,e[g]),l=Math.max(l,e[g]),c=Math.min(c,e[g+1]),h=Math.max(h,e[g+1]);let u=.2*a*i*o,[m,p]=[r*o,r*o],[d,w]=[m+t[0]*o,p+t[1]*o];return s+u>m+1&&this.shows([m,p],[s+u,w])||l-u<d-1&&this.shows([l-u,p],[d,w])||c+u>p+1&&this.shows([m,p],[d,c+u])||h-u<w-1&&this.shows([m,h-u],[d,w])}};function Qe(n,e,t){let r=Math.min(Math.max(Math.floor(n/4),0),t-1);return[r,Math.max(r+1,Math.min(t,Math.ceil(e/4)))]}function nr(n){let e=document.createElement("canvas");[e.width,e.height]=[n.width,n.height];let t=e.getContext("2d",{willReadFrequently:!0});if(!t)throw new Error("This browser has no 2D canvas.");return t.drawImage(n,0,0),t.getImageData(0,0,n.width,n.height).data}var et={alpha:!1,antialias:!1,depth:!0,stencil:!1},de=class n{constructor(e,t,r,o,a){this.rig=e;this.gl=t;this.canvas=r;this.label=o;this.view=a;this.row=new Float32Array(E);this.lost=e=>{e.preventDefault(),this.drawing=null};this.restored=()=>{this.drawing=new te(this.gl,this.rig,this.view,this.label,this.eyes,this.seen),this.draw(this.row)};this.size=[a.width,a.height];let i=new Y;this.seen=new ee(e.pictures.person),this.puppet=new Z(e),this.eyes=e.eyes.map(s=>new $(s,e,a,i)),this.mouth=new K(e,a,i),this.drawing=new te(t,e,a,o,this.eyes,this.seen),r.addEventListener("webglcontextlost",this.lost),r.addEventListener("webglcontextrestored",this.restored)}static supported(){try{let e=document.createElement("canvas").getContext("webgl2",et);return e?.getExtension("WEBGL_lose_context")?.loseContext(),e!==null&&typeof createImageBitmap=="function"}catch{return!1}}static async load(e,t,r={}){let o=await Ze(e),a=t.getContext("webgl2",et);if(!a)throw new Error("This browser has no WebGL 2: ask the server for films instead.");let i=Ue(o,or(o.size,r.size??[...o.size]));[t.width,t.height]=[i.width,i.height];let s=new n(o,a,t,ar(o,r.labelLanguage??"en"),i);return s.draw(s.row),s}draw(e){e!==this.row&&this.row.set(e.subarray(0,E));let{drawing:t}=this;if(!t||this.gl.isContextLost())return;let r=this.puppet.pose(this.row);t.draw(r,this.eyes.map(o=>o.look(r,this.row)),this.mouth.look(r,this.row))}pixels(){this.draw(this.row);let{gl:e,size:[t,r]}=this,o=new Uint8Array(4*t*r);e.readPixels(0,0,t,r,e.RGBA,e.UNSIGNED_BYTE,o);let a=new Uint8Array(o.length);for(let i=0,s=4*t;i<r;i++)a.set(o.subarray(i*s,(i+1)*s),(r-1-i)*s);return a}dispose(){this.canvas.removeEventListener("webglcontextlost",this.lost),this.canvas.removeEventListener("webglcontextrestored",this.restored),this.drawing=null,this.gl.getExtension("WEBGL_lose_context")?.loseContext();let{person:e,plate:t,mouth:r,eyes:o}=this.rig.pictures,a=this.rig.labels.map(({picture:i})=>i);[e,t,r,o,this.rig.inset?.around,...a].forEach(i=>i?.close())}},te=class{constructor(e,t,r,o,a,i){e.viewport(0,0,r.width,r.height),e.disable(e.DITHER),e.pixelStorei(e.UNPACK_COLORSPACE_CONVERSION_WEBGL,e.NONE);let s=new q(e,t,r,o);this.person=new J(e,t,r,i,s),this.eyes=a.map((c,l)=>new W(e,t,c,l,s)),this.mouth=new H(e,t,s)}draw(e,t,r){this.person.draw(e),t.forEach((o,a)=>o&&this.eyes[a].draw(o)),r&&this.mouth.draw(r)}};function or(n,e){if(Math.abs(e[0]/n[0]-e[1]/n[1])*Math.max(...n)>1.5)throw new Error(`A rig of ${n.join("x")} px can't be drawn at ${e.join("x")}: ask for one of that shape.`);return e}function ar(n,e){let r=n.labels.find(o=>o.language===e)??n.labels.find(o=>!o.language)??n.labels[0];if(!r)throw new Error("The rig has no label, and no picture is shown without.");return r}export{de as Face,re as MOTION_NAMES,ae as Motion,C as readRows};
