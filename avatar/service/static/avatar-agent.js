"use strict";(()=>{var Ut=i=>{throw TypeError(i)};var pt=(i,e,t)=>e.has(i)||Ut("Cannot "+t);var R=(i,e,t)=>(pt(i,e,"read from private field"),t?t.call(i):e.get(i)),de=(i,e,t)=>e.has(i)?Ut("Cannot add the same private member more than once"):e instanceof WeakSet?e.add(i):e.set(i,t),mt=(i,e,t,r)=>(pt(i,e,"write to private field"),r?r.call(i,t):e.set(i,t),t),U=(i,e,t)=>(pt(i,e,"access private method"),t);var B={url:document.baseURI,nonce:""};var wi=["agent","server","token","mode","position","language","theme","draw","auto-connect","captions","greeting","title","microphone","transcript"],Nt=wi.flatMap(i=>i==="title"?["data-title"]:[i,`data-${i}`]);function L(i,e){return i.getAttribute(`data-${e}`)??(e==="title"?null:i.getAttribute(e))}function ue(i,e){return i===null?e:!["false","no","off","0"].includes(i.trim().toLowerCase())}function pe(i,e,t){let r=e.find(n=>n===i?.trim().toLowerCase());return i&&!r&&console.warn(`avatar-agent: "${i}" is none of ${e.filter(Boolean).join(", ")}; taken as ${t||"usual"}`),r??t}function Bt(i,e){let t=pe(L(i,"mode"),["floating","inline","full"],"floating");return{agent:L(i,"agent")?.trim()??"",server:new URL(L(i,"server")||e,document.baseURI).origin,token:L(i,"token")??"",mode:t,position:pe(L(i,"position"),["end","start","left","right"],"end"),language:L(i,"language")??"",theme:pe(L(i,"theme"),["auto","light","dark"],"auto"),draw:pe(L(i,"draw"),["","browser","stream"],""),autoConnect:ue(L(i,"auto-connect"),t==="inline"),captions:ue(L(i,"captions"),!0),greeting:L(i,"greeting"),title:L(i,"title")??"",microphone:ue(L(i,"microphone"),!0),transcript:ue(L(i,"transcript"),!0)}}var Q=i=>[`${i}Left`,`${i}Right`],Dt=["eyeBlink","eyeLookDown","eyeLookIn","eyeLookOut","eyeLookUp","eyeSquint","eyeWide"],Ht=[...Dt.map(i=>`${i}Left`),...Dt.map(i=>`${i}Right`),"jawForward","jawLeft","jawRight","jawOpen","mouthClose","mouthFunnel","mouthPucker",...["mouth","mouthSmile","mouthFrown","mouthDimple","mouthStretch"].flatMap(Q),"mouthRollLower","mouthRollUpper","mouthShrugLower","mouthShrugUpper",...["mouthPress","mouthLowerDown","mouthUpperUp","browDown"].flatMap(Q),"browInnerUp",...Q("browOuterUp"),"cheekPuff",...Q("cheekSquint"),...Q("noseSneer"),"tongueOut"],Gt=[...Ht,"tongueTip","headPitch","headYaw","headRoll","headX","headY","headZ","gazeRight","gazeDown","breath"],k=Gt.length,D=Ht.length;function E(i){let e=Gt.indexOf(i);if(e<0)throw new Error(`There is no column "${i}" in a row of motion.`);return e}var Vt=E("tongueTip"),O=E("headPitch"),Wt=E("gazeRight"),zt=E("breath");var yi=`#version 300 es
precision highp float;
precision highp int;
precision highp sampler2D;
`,me=class{constructor(e,t,r,n=[]){this.gl=e;this.places=new Map;this.handle=ft(e.createProgram());let s=[jt(e,e.VERTEX_SHADER,t),jt(e,e.FRAGMENT_SHADER,r)];if(s.forEach(o=>e.attachShader(this.handle,o)),n.forEach((o,a)=>e.bindAttribLocation(this.handle,a,o)),e.linkProgram(this.handle),s.forEach(o=>e.deleteShader(o)),!e.getProgramParameter(this.handle,e.LINK_STATUS)&&!e.isContextLost())throw new Error(`The drawing program does not link: ${e.getProgramInfoLog(this.handle)}`)}use(){this.gl.useProgram(this.handle)}set(e,t,r){let{gl:n}=this,s=this.place(e),o=typeof t=="number"?[t]:t;switch(r??o.length){case 1:return n.uniform1fv(s,o);case 2:return n.uniform2fv(s,o);case 3:return n.uniform3fv(s,o);default:return n.uniform4fv(s,o)}}samplers(e){this.use();for(let[t,r]of Object.entries(e))this.gl.uniform1i(this.place(t),r)}place(e){let t=this.places.get(e);return t===void 0&&this.places.set(e,t=this.gl.getUniformLocation(this.handle,e)),t}};function jt(i,e,t){let r=ft(i.createShader(e));if(i.shaderSource(r,yi+t),i.compileShader(r),!i.getShaderParameter(r,i.COMPILE_STATUS)&&!i.isContextLost())throw new Error(`A drawing program does not compile: ${i.getShaderInfoLog(r)}`);return r}function ft(i){if(i===null)throw new Error("The graphics context is lost.");return i}function H(i,e,t){let r=ft(i.createTexture());i.activeTexture(i.TEXTURE0+e),i.bindTexture(i.TEXTURE_2D,r);let n=t?i.LINEAR:i.NEAREST;return i.texParameteri(i.TEXTURE_2D,i.TEXTURE_MIN_FILTER,n),i.texParameteri(i.TEXTURE_2D,i.TEXTURE_MAG_FILTER,n),i.texParameteri(i.TEXTURE_2D,i.TEXTURE_WRAP_S,i.CLAMP_TO_EDGE),i.texParameteri(i.TEXTURE_2D,i.TEXTURE_WRAP_T,i.CLAMP_TO_EDGE),r}function _(i,e,t,r,n=0,s=1){H(i,e,r),i.texStorage2D(i.TEXTURE_2D,s,i.RGBA8,t.width+2*n,t.height+2*n),i.texSubImage2D(i.TEXTURE_2D,0,n,n,i.RGBA,i.UNSIGNED_BYTE,t),s!==1&&(i.texParameteri(i.TEXTURE_2D,i.TEXTURE_MIN_FILTER,i.LINEAR_MIPMAP_NEAREST),i.generateMipmap(i.TEXTURE_2D))}function fe(i){return i.getParameter(i.SUBPIXEL_BITS)<=4}function gt(i,e,t,r,n){let s=n.length===t*r;H(i,e,!1),i.texImage2D(i.TEXTURE_2D,0,s?i.R32F:i.RGBA32F,t,r,0,s?i.RED:i.RGBA,i.FLOAT,n)}var Z=class{constructor(e,t){this.gl=e;this.unit=t;this.width=0;this.height=0;this.pairs=new Float32Array(0);this.texture=H(e,t,!1)}set(e,t,r,n){let{gl:s}=this;s.activeTexture(s.TEXTURE0+this.unit),s.bindTexture(s.TEXTURE_2D,this.texture),(e>this.width||t>this.height)&&(this.width=Math.max(e+16,this.width),this.height=Math.max(t+16,this.height),s.texImage2D(s.TEXTURE_2D,0,s.RG32F,this.width,this.height,0,s.RG,s.FLOAT,null),this.pairs=new Float32Array(2*this.width*this.height));for(let o=0;o<r.length;o++)this.pairs[2*o]=r[o],this.pairs[2*o+1]=n[o];s.texSubImage2D(s.TEXTURE_2D,0,0,0,e,t,s.RG,s.FLOAT,this.pairs)}};var ee=`// A box of the picture: left, top, right, bottom, px.
uniform vec4 box;
uniform vec2 canvas;

void main() {
  vec2 place = vec2(gl_VertexID % 2 == 0 ? box.x : box.z, gl_VertexID < 2 ? box.y : box.w);
  gl_Position = vec4(2.0 * place.x / canvas.x - 1.0, 1.0 - 2.0 * place.y / canvas.y, -0.5, 1.0);
}
`;var qt=`// An eye between its lids: the eyeball that has turned, lashes that stay with the lid, and the catch-light.
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
`;var $t=`// The inside of the mouth: its layers over each other, lit, and seen between the lips.
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
`;var g={person:0,plate:1,label:2,around:3,rims:4,mouth:5,mouthMask:6,eyes:7,eyeMasks:8,glints:10,openings:12,flow:14};var te=2,ge=class{constructor(e,t,r){this.gl=e;this.rig=t;let{mouth:n}=t.pictures;_(e,g.mouth,n,!0,te),this.mask=new Z(e,g.mouthMask),this.program=r.program(ee,$t,{layers:g.mouth,mask:g.mouthMask}),this.program.set("layersSize",[n.width+2*te,n.height+2*te])}draw({box:e,cover:t,light:r,layers:n}){let{program:s,rig:o}=this;s.use(),this.mask.set(e[2]-e[0],e[3]-e[1],t,r);let a=n.map(({index:l})=>o.mouth.layers[l]);s.set("rects",a.flatMap(([l,c,h,d])=>[l+te,c+te,h,d]),4),s.set("across",n.flatMap(({place:l})=>l.slice(0,3)),3),s.set("down",n.flatMap(({place:l})=>l.slice(3)),3),s.set("lit",n.map(({lit:l})=>l),1),Yt(this.gl,s,e)}},ve=class{constructor(e,t,r,n,s){this.gl=e;let{ball:o,turned:a,lashes:l,boxes:c,glint:h,opening:d,iris:u,radius:p,reach:m}=r.eye;n===0&&_(e,g.eyes,t.pictures.eyes,!1),this.mask=new Z(e,g.eyeMasks+n);let b={width:1,height:1,data:new Float32Array(3)},{width:y,height:v,data:w}=h?.picture??b,A=new Float32Array(4*y*v).map((C,I)=>I%4===3?0:w[3*(I>>2)+I%4]/255);gt(e,g.glints+n,y,v,A),gt(e,g.openings+n,d.length,1,d);let S={mask:g.eyeMasks+n,glints:g.glints+n,openings:g.openings+n},x=this.program=s.program(ee,qt,{eyes:g.eyes,...S});x.set("ball",o),x.set("turnedCorner",a.slice(0,2)),x.set("lashesCorner",l.slice(0,2)),x.set("lashesBox",c[0]),x.set("glintBox",h?[h.left,h.top,0,0]:[0,0,0,0]),x.set("glintReach",c[1]),x.set("glintSize",h?[y,v]:[0,0]),x.set("iris",u),x.set("radius",p),x.set("reach",m)}draw({box:e,cover:t,light:r,place:n,shift:s,turned:o,lifted:a,kept:l}){let{program:c}=this;c.use(),this.mask.set(e[2]-e[0],e[3]-e[1],t,r),c.set("across",n.slice(0,3)),c.set("down",n.slice(3)),c.set("shift",s),c.set("turned",o),c.set("lifted",a),c.set("kept",l),Yt(this.gl,c,e)}};function Yt(i,e,t){e.set("box",t),i.enable(i.BLEND),i.blendFunc(i.SRC_ALPHA,i.ONE_MINUS_SRC_ALPHA),i.bindVertexArray(null),i.drawArrays(i.TRIANGLE_STRIP,0,4)}function G(i,e){return i[0]*e[0]+i[1]*e[1]+i[2]*e[2]}function T(i,[e,t,r]){return[i[0]*e+i[1]*t+i[2]*r,i[3]*e+i[4]*t+i[5]*r,i[6]*e+i[7]*t+i[8]*r]}function vt(i){return[i[0],i[3],i[6],i[1],i[4],i[7],i[2],i[5],i[8]]}function re(i,e){let[t,r,n]=vt(e).reduce((l,c,h)=>{var d;return(l[d=Math.floor(h/3)]??(l[d]=[0,0,0]))[h%3]=c,l},[]),[s,o,a]=[T(i,t),T(i,r),T(i,n)];return[s[0],o[0],a[0],s[1],o[1],a[1],s[2],o[2],a[2]]}function Xt(i,e,t){let[r,n]=[Math.sin(i),Math.cos(i)],[s,o]=[Math.sin(-e),Math.cos(-e)],[a,l]=[Math.sin(t),Math.cos(t)],c=[1,0,0,0,n,-r,0,r,n],h=[o,0,s,0,1,0,-s,0,o],d=[l,-a,0,a,l,0,0,0,1];return re(re(d,h),c)}function z(i,e){let t=ki(e),{width:r,height:n,data:s}=i,o=Kt(s,t,r,1,n,r);return{width:r,height:n,data:Kt(o,t,n,r,r,1)}}function ki(i){let e=Math.floor((Math.round(8*i+1)|1)/2),t=new Float64Array(e+1).map((n,s)=>Math.exp(-.5*s*s/(i*i))),r=t.reduce((n,s)=>n+2*s,-t[0]);return t.map(n=>n/r)}function Kt(i,e,t,r,n,s){let o=new Float32Array(i.length),a=e.length-1,l=new Float64Array(t+2*a),c=Array.from(l,(h,d)=>Ai(d-a,t)*r);for(let h=0;h<n;h++){for(let d=0;d<l.length;d++)l[d]=i[h*s+c[d]];for(let d=0;d<t;d++){let u=e[0]*l[d+a];for(let p=1;p<=a;p++)u+=e[p]*(l[d+a-p]+l[d+a+p]);o[h*s+d*r]=u}}return o}function Ai(i,e){if(e===1)return 0;let t=2*e-2,r=(i%t+t)%t;return r<e?r:t-r}function we({width:i,height:e,data:t},r){let n=new Float32Array(t.length),s=Math.floor(r),o=r-s;for(let a=0,l=0;a<e;a++)for(let c=0;c<i;c++,l++){let h=a>=s?t[l-s*i]:0,d=a>s?t[l-(s+1)*i]:0;n[l]=h+(d-h)*o}return{width:i,height:e,data:n}}function be(i,e,t){let[r,n,s,o]=[1/0,1/0,-1/0,-1/0];for(let l=0;l<i.length;l+=2)r=Math.min(r,i[l]),s=Math.max(s,i[l]),n=Math.min(n,i[l+1]),o=Math.max(o,i[l+1]);let a=[Math.max(0,Math.floor(r)-t),Math.max(0,Math.floor(n)-t),Math.min(e[0],Math.ceil(s)+t),Math.min(e[1],Math.ceil(o)+t)];return a[2]-a[0]>1&&a[3]-a[1]>1?a:null}var ye=class{constructor(){this.fine=new Uint8Array(0)}cover(e,[t,r,n,s]){let[o,a]=[n-t,s-r],[l,c]=[o*4,a*4];this.fine.length<l*c&&(this.fine=new Uint8Array(l*c));let h=this.fine.fill(0,0,l*c),d=Si(e,t,r);return Mi(h,l,c,d),Ti(h,l,c,d),{width:o,height:a,data:Ri(h,o,a)}}};function Si(i,e,t){let r=new Float64Array(i.length);for(let n=0;n<i.length;n+=2)r[n]=Jt(((i[n]-e)*4-.5)*16)/16,r[n+1]=Math.floor(Jt(((i[n+1]-t)*4-.5)*16)/16+.5);return r}function Jt(i){let e=Math.floor(i),t=i-e;return t>.5||t===.5&&e%2!==0?e+1:e}function Ti(i,e,t,r){let n=Array.from({length:t},()=>[]);for(let s=0;s<r.length;s+=2){let o=(s+2)%r.length,[a,l]=r[s+1]<r[o+1]?[s,o]:[o,s],[c,h]=[r[a+1],r[l+1]];if(c===h)continue;let d=(r[l]-r[a])/(h-c);for(let u=Math.max(c,0);u<Math.min(h,t);u++)n[u].push(r[a]+(u-c)*d)}n.forEach((s,o)=>{s.sort((a,l)=>a-l);for(let a=0;a+1<s.length;a+=2){let[l,c]=[Math.max(0,Math.ceil(s[a])),Math.min(e-1,Math.floor(s[a+1]))];l<=c&&i.fill(255,o*e+l,o*e+c+1)}})}function Mi(i,e,t,r){for(let n=0;n<r.length;n+=2){let s=(n+r.length-2)%r.length,[o,a,l,c]=[r[s],r[s+1],r[n],r[n+1]];Math.abs(l-o)>Math.abs(c-a)?Qt(i,1,e,e,t,o,a,l,c):Qt(i,e,1,t,e,a,o,c,l)}}function Qt(i,e,t,r,n,s,o,a,l){s>a&&([s,o,a,l]=[a,l,s,o]);let c=(l-o)/Math.max(a-s,1/65536),h=Math.abs(c)>=1?1:Math.sqrt((1+c*c)/2),[d,u]=[Math.floor(s),Math.floor(a+1)];for(let p=Math.max(d,0);p<=Math.min(u,r-1);p++){let m=o+c*(p-s)+.5,b=Math.floor(m),y=Li(p,s,a)*h;for(let v=-1;v<=1;v++){let w=b+v;if(w<0||w>=n)continue;let A=(w+.5-m)/.53125,S=y*.996*Math.exp(-.5*A*A),x=p*e+w*t;i[x]+=(255-i[x])*S*(2-S)+.5}}}function Li(i,e,t){return Math.max(0,Math.min(1,(i+1-e)/2)+Math.min(1,(t+1-i)/2)-1)}function Ri(i,e,t){let r=new Float32Array(e*t),n=e*4;for(let s=0,o=0;s<t;s++)for(let a=0;a<e;a++,o++){let l=0;for(let c=0,h=s*4*n+a*4;c<4;c++,h+=n)for(let d=0;d<4;d++)l+=i[h+d];r[o]=Math.round(l/16)/255}return r}function Zt(i,[e,t]){let r=e/i.size[0],{left:n,top:s,scale:o,margin:a}=i,l=i.zoom/r,c=r<1&&l>=3?1:0;return{width:e,height:t,left:n,top:s,larger:r,scale:o*r,zoom:l,margin:a*r,detail:c}}function er(i,e){let t=Math.max(e[0]/i[0],e[1]/i[1]);return t>0&&t<1?[Math.round(i[0]*Math.max(t,.5)),Math.round(i[1]*Math.max(t,.5))]:[...i]}function ie(i,e,t){let r=new Float32Array(2*t.length);for(let n=0;n<t.length;n++)r[2*n]=(e[3*t[n]]-i.left)*i.scale,r[2*n+1]=(e[3*t[n]+1]-i.top)*i.scale;return r}var Pi=.19,wt=.016,tr=9,xe=class{constructor(e,t,r,n){this.eye=e;this.rig=t;this.view=r;this.painter=n;this.unit=t.unit*r.scale*r.zoom}look(e,t){let{view:r,eye:n}=this,s=Ci(ie(r,e.vertices,n.upper),ie(r,e.vertices,n.lower)),o=be(s,[r.width,r.height],2);if(!o)return null;let a=this.painter.cover(s,o),l=a.data.reduce((p,m)=>p+m,0);if(l===0)return null;let c=[0,1].map(p=>Pi*this.unit*Math.sin(t[Wt+p])),h=Math.min(1,Math.abs(c[1])/(wt*this.unit)),d=Math.min(1,Math.hypot(...c)/(wt*this.unit)),u=this.raised(e);return{box:o,shift:c,cover:a.data,light:this.light(a,l),place:this.place(e),turned:Math.round(d*(tr-1))/(tr-1),lifted:u*this.unit,kept:1-h*(1-Math.min(1,u/wt))}}raised(e){let{lid:t,lidRest:r}=this.eye,s=T(e.turn,r).map((l,c)=>e.vertices[3*t+c]-l-e.shift[c]),{axes:o,unit:a}=this.rig;return Math.max(0,-G(s,T(e.turn,[o[1],o[4],o[7]]))/a)}light(e,t){let r=this.eye.openArea*this.view.larger**2,n=Math.min(1,Math.max(0,2.5*(1-t/r)-.1));if(n===0)return new Float32Array(e.data.length).fill(1);let s=.035*this.unit/this.view.zoom;return z(we(e,s),Math.max(.6,.6*s)).data.map(a=>1-.34*n*(1-a))}place({turn:e,shift:t}){let{view:r,eye:n}=this,[s,o,a,l]=[e[0],e[1],e[3],e[4]],c=s*l-o*a,h=[l/c,-o/c,-a/c,s/c],d=r.left-e[2]*n.depth-t[0],u=r.top-e[5]*n.depth-t[1],p=r.scale*r.zoom,m=(v,w,A,S)=>(v*d+w*u-A)*p-S+r.margin*r.zoom,[b,y]=[m(h[0],h[1],r.left,n.corner[0]),m(h[2],h[3],r.top,n.corner[1])];return[h[0]*r.zoom,h[1]*r.zoom,b,h[2]*r.zoom,h[3]*r.zoom,y]}};function Ci(i,e){let t=i.length,r=new Float32Array(2*t),[n,s]=[i[t-2]-i[0],i[t-1]-i[1]];for(let o=0;o<t;o+=2){let a=(e[o+1]-i[o+1])*n-(e[o]-i[o])*s<0;for(let l=0;l<2;l++){let[c,h]=[i[o+l],e[o+l]];r[o+l]=a?(c+h)/2:c,r[2*t-2-o+l]=a?(c+h)/2:h}}return r}var rr=`// What comes last in every picture, whatever draws it: the photo's edges, where they show, and the label.
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
`;var Ee=class{constructor(e,t,r,n){this.gl=e;this.rig=t;this.view=r;this.label=n;_(e,g.label,n.picture,r.larger!==1),t.inset&&(_(e,g.around,t.inset.around,r.larger!==1),_i(e,t.inset.across,t.inset.down,r.larger!==1))}program(e,t,r,n){let{gl:s,rig:o,view:a,label:l}=this,c=[o.inset?`#define INSET
`:"",a.larger===1?"":`#define SCALED
`,`#define DETAIL ${a.detail.toFixed(1)}
`],h=new me(s,e,c.join("")+rr+t,n);return h.samplers({...r,label:g.label,around:g.around,rims:g.rims}),h.set("size",[a.width,a.height]),h.set("canvas",[a.width,a.height]),h.set("larger",a.larger),h.set("labelPlace",Oi(l,a)),h}};function Oi({left:i,top:e,picture:t},{larger:r,height:n}){let[s,o]=[t.width*r,t.height*r],[a,l]=[i*r+s/2,n-e*r-o/2];return[2/s,2/o,-2*a/s,-2*l/o]}function _i(i,e,t,r){let n=Math.max(e.length,t.length),s=new Uint8Array(2*n);s.set(e.map(o=>Math.round(255*o))),s.set(t.map(o=>Math.round(255*o)),n),H(i,g.rims,r),i.pixelStorei(i.UNPACK_ALIGNMENT,1),i.texImage2D(i.TEXTURE_2D,0,i.R8,n,2,0,i.RED,i.UNSIGNED_BYTE,s),i.pixelStorei(i.UNPACK_ALIGNMENT,4)}var yt=.03,Fi=.13,Ui=.58,Ni=.3,Bi=.0035,Di=.09,Hi=.6,ir=.5,Gi=.12,Vi=1,nr=.81,sr=.86,or=.1,ar=.8,Wi=E("tongueOut"),[lr,bt,cr,xt]=[0,1,2,3],ke=class{constructor(e,t,r){this.rig=e;this.view=t;this.painter=r;this.unit=e.unit*t.scale}look(e,t){let{rig:r,view:n}=this,s=Math.min(1,e.lipGap/(yt*r.unit));if(!r.mouth.isOpen&&e.lipGap*n.scale<.35)return null;let o=this.outline(e,s),a=be(o,[n.width,n.height],3);if(!a)return null;let l=this.painter.cover(o,a),c=this.tucked(e),h=this.light(l,e,c),d=z(l,Math.max(.35,Bi*this.unit)).data;zi(d,o,a,r.mouth.isOpen?.7:.2,.42+.58*Math.max(s,c));let u=Et(Vi,this.opening(e,c))/Et(ir,this.opening(e,c));return{box:a,cover:d,light:h,layers:this.layers(e,t[Vt],t[Wi],u)}}outline(e,t){let{rig:r,view:n}=this,[s,o]=[r.upperLip,r.lowerLip].map(h=>ie(n,e.vertices,h)),a=r.mouth.isOpen?1-t:0,l=s.length,c=new Float32Array(2*l);for(let h=0;h<l;h+=2)for(let d=0;d<2;d++){let u=a*r.mouth.line[h+d]*n.larger;c[h+d]=s[h+d]-u,c[2*l-2-h+d]=o[h+d]+u}return c}layers(e,t,r,n){let s=[0,-Fi*Math.max(t,Math.min(1,2.5*r)),-.1*r],o=T(this.rig.axes,s).map(c=>c*this.rig.unit),a=[.5,Ui,1,0];return(r>.1?[lr,cr,bt,xt]:[lr,bt,cr,xt]).map(c=>{let h=c===bt,d=e.jaw.map((p,m)=>p*a[c]+(h?o[m]:0)),u=h?1-Ni*Math.max(0,t-r):c===xt?n:1;return{index:c,place:this.place(e,d),lit:u}})}place(e,t){let{rig:r,view:n}=this,{axes:s}=r,{centre:o}=r.mouth,a=r.mouth.step*n.scale,l=T(e.turn,[s[0],s[3],s[6]]).map(x=>x*a),c=T(e.turn,[s[1],s[4],s[7]]).map(x=>x*a),h=T(e.turn,[o[0]+t[0],o[1]+t[1],o[2]+t[2]]),d=(h[0]+e.shift[0]-n.left)*n.scale,u=(h[1]+e.shift[1]-n.top)*n.scale,[p,m,b,y]=[l[0],c[0],l[1],c[1]],v=p*y-m*b,w=[y/v,-m/v,-b/v,p/v],[A,S]=r.mouth.origin;return[w[0],w[1],A-w[0]*d-w[1]*u,w[2],w[3],S-w[2]*d-w[3]*u]}light(e,t,r){let n=t.lipGap*this.view.scale,s=Math.min(.05*this.unit,Math.max(.4*n,.5)),o=z(we(e,s),Math.max(.6,.5*s)).data,a=z(e,Math.max(.6,.35*s)).data,l=ar*r,c=Math.max(Math.min(1,n/(yt*this.unit)),l),h=Et(ir,this.opening(t,r))*(.35+.65*c)*this.letIn(t),d=(u,p)=>(nr+(1-nr)*u)*(sr+(1-sr)*a[p]);return o.map((u,p)=>(l+(1-l)*d(u,p))*h)}opening(e,t){return Math.max(Math.min(1,e.lipGap/(Gi*this.rig.unit)),ar*t)}letIn(e){let t=(this.beforeTeeth(e,this.rig.upperLip)+this.beforeTeeth(e,this.rig.lowerLip))/2,r=e.lipGap/this.rig.unit+.03;return r/(r+Hi*Math.max(0,t-or))}tucked(e){return kt(2-e.lipGap/(yt*this.rig.unit))*kt(1-this.beforeTeeth(e,this.rig.lowerLip)/or)}beforeTeeth(e,t){let r=Math.floor(t.length/4),n=T(e.turn,this.rig.mouth.centre).map((a,l)=>a+e.shift[l]),s=1/(t.length-2*r);for(let a=r;a<t.length-r;a++)for(let l=0;l<3;l++)n[l]-=e.vertices[3*t[a]+l]*s;let o=T(e.turn,[this.rig.axes[2],this.rig.axes[5],this.rig.axes[8]]);return G(n,o)/this.rig.unit}};function zi(i,e,t,r,n){let s=e.length/2,[o,a]=[e[0],e[1]],l=[e[s-2]-o,e[s-1]-a],c=Math.max(l[0]**2+l[1]**2,1),h=t[2]-t[0];for(let d=0;d<i.length;d++){let u=t[0]+d%h+.5-o,p=t[1]+Math.floor(d/h)+.5-a,m=(u*l[0]+p*l[1])/c,b=kt(Math.min(m,1-m)/Di);i[d]*=(r+(1-r)*b*b*(3-2*b))*n}}function Et(i,e){return i+(1-i)*e}function kt(i){return Math.min(1,Math.max(0,i))}var Ae=class{constructor(e,t,r){this.triangles=e;this.values=new Float32Array(0);this.vertices=[...new Set(e)],this.drawn=new Float32Array(5*t.length/2);for(let n of this.vertices)for(let s=0;s<2;s++)this.drawn[5*n+3+s]=t[2*n+s]/r[s]}paint(e,[t,r]){this.settle(e);let n=this.box(t,r),[s,o]=[n[2]-n[0],n[3]-n[1]];if(s<1||o<1)return null;let a=4*s*o;this.values.length<a&&(this.values=new Float32Array(a)),this.values.fill(0,0,a);for(let l=0;l<this.triangles.length;l+=3)this.triangle(l,n[0]+.5,n[1]+.5,s,o);return n}settle(e){let{drawn:t}=this;for(let r of this.vertices)for(let n=0;n<3;n++)t[5*r+n]=e[3*r+n]}box(e,t){let[r,n,s,o]=[e,t,0,0];for(let a of this.vertices)r=Math.min(r,this.drawn[5*a]),s=Math.max(s,this.drawn[5*a]),n=Math.min(n,this.drawn[5*a+1]),o=Math.max(o,this.drawn[5*a+1]);return[Math.max(0,Math.floor(r)),Math.max(0,Math.floor(n)),Math.min(e,Math.ceil(s)),Math.min(t,Math.ceil(o))]}triangle(e,t,r,n,s){let{triangles:o,drawn:a,values:l}=this,[c,h,d]=[5*o[e],5*o[e+1],5*o[e+2]],u=a[c]-t,p=a[c+1]-r,m=a[h]-t,b=a[h+1]-r,y=a[d]-t,v=a[d+1]-r,w=Math.max(0,Math.ceil(Math.min(p,b,v)-.01)),A=Math.min(s-1,Math.floor(Math.max(p,b,v)+.01)),S=Math.max(0,Math.ceil(Math.min(u,m,y)-.01)),x=Math.min(n-1,Math.floor(Math.max(u,m,y)+.01));if(w>A||S>x)return;let C=(m-u)*(v-p)-(b-p)*(y-u);if(Math.abs(C)<1e-6)return;let[I,ci]=[(v-p)/C,(p-b)/C],[hi,di]=[(u-y)/C,(m-u)/C],[ht,dt,ut]=[a[c+3],a[c+4],a[c+2]],[ui,pi,mi]=[a[h+3]-ht,a[h+4]-dt,a[h+2]-ut],[fi,gi,vi]=[a[d+3]-ht,a[d+4]-dt,a[d+2]-ut];for(let Y=w;Y<=A;Y++)for(let X=S;X<=x;X++){let K=(X-u)*I+(Y-p)*hi,J=(X-u)*ci+(Y-p)*di;if(K<-1e-4||J<-1e-4||K+J>1- -1e-4)continue;let he=4*(Y*n+X);l[he]=ht+K*ui+J*fi,l[he+1]=dt+K*pi+J*gi,l[he+2]=ut+K*mi+J*vi,l[he+3]=1}}};function hr(i,e){let t=new Map,r=1+Math.max(...new Set([...i]));for(let o=0;o<i.length;o+=3)for(let a=0;a<3;a++){let[l,c]=[i[o+a],i[o+(a+1)%3]],h=Math.min(l,c)*r+Math.max(l,c);t.set(h,(t.get(h)??0)+1)}let n=new Set;for(let[o,a]of t)a===1&&n.add(o%r).add(Math.floor(o/r));let s=[];for(let o=0;o<e.length;o+=3){let a=[e[o],e[o+1],e[o+2]];a.some(l=>n.has(l))&&s.push(...a)}return s}var dr=`// The face, from where the page has worked out that its pixels come.
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
`;var Se=class{constructor(e,t,r,n){this.gl=e;this.view=r;this.held=[0,0];let{person:s}=t.pictures,o=Uint32Array.from([...hr(t.face,t.around),...t.face]);this.flow=new Ae(o,t.sources,[s.width,s.height]),this.texture=H(e,g.flow,!1),this.program=n.program(ee,dr,{flow:g.flow,person:g.person,plate:g.plate})}draw(e){let{gl:t,flow:r,program:n}=this,s=r.paint(e,[this.view.width,this.view.height]);if(!s)return;let[o,a]=[s[2]-s[0],s[3]-s[1]];t.activeTexture(t.TEXTURE0+g.flow),t.bindTexture(t.TEXTURE_2D,this.texture),(o>this.held[0]||a>this.held[1])&&(this.held=[Math.max(o+32,this.held[0]),Math.max(a+32,this.held[1])],t.texImage2D(t.TEXTURE_2D,0,t.RGBA32F,...this.held,0,t.RGBA,t.FLOAT,null)),t.texSubImage2D(t.TEXTURE_2D,0,0,0,o,a,t.RGBA,t.FLOAT,r.values),n.use(),n.set("box",s),t.bindVertexArray(null),t.drawArrays(t.TRIANGLE_STRIP,0,4)}};var ur=`// The photo where it has moved to, over what is behind.
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
`;var pr=`// What is behind the person.
uniform sampler2D plate;
out vec4 colour;

void main() {
  colour = finished(seenIn(plate), 1.0);
}
`;var mr=`// The whole picture, behind all else.
void main() {
  gl_Position = vec4(gl_VertexID % 2 == 0 ? -1.0 : 1.0, gl_VertexID < 2 ? -1.0 : 1.0, 0.9, 1.0);
}
`;var fr=`// A vertex of the person, or a corner of the whole picture, which stays where it is.
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
`;var gr=["place","light","source"],vr=-.5,Ki=0,Ji=.5,Te=class{constructor(e,t,r,n,s){this.gl=e;this.view=r;let{person:o,plate:a}=t.pictures;_(e,g.person,o,!0,0,1+r.detail),_(e,g.plate,a,r.larger!==1),this.program=s.program(fr,ur,{person:g.person,plate:g.plate},gr),this.program.set("personSize",[o.width,o.height]),this.program.set("zoom",r.zoom);let l=e.getParameter(e.SUBPIXEL_BITS);this.program.set("grid",2**l),this.flowing=fe(e)?new Se(e,t,r,s):null,this.window=Qi(t,r);let c=t.resting.length/3;this.moved=new Float32Array(3*(c+4)),this.array=e.createVertexArray(),e.bindVertexArray(this.array),this.buffer=this.vertices(t);let h=n.triangles(t.around,t),d=[0,1,2,2,1,3].map(m=>c+m),u=[...t.face,...h,...d];this.counts=[t.face.length,h.length,n.goesBeyond(t)?d.length:0];let p=c+4>65535?Uint32Array.from(u):Uint16Array.from(u);this.wordSize=p.BYTES_PER_ELEMENT,e.bindBuffer(e.ELEMENT_ARRAY_BUFFER,e.createBuffer()),e.bufferData(e.ELEMENT_ARRAY_BUFFER,p,e.STATIC_DRAW),this.ground=s.program(mr,pr,{plate:g.plate})}vertices({sources:e}){let{gl:t,view:r,moved:n}=this,s=new Float32Array(e.length+8);s.set(e),[[0,0],[r.width,0],[0,r.height],[r.width,r.height]].forEach(([a,l],c)=>{n.set([a,l,0],n.length-12+3*c),s.set([(a+r.margin)*r.zoom,(l+r.margin)*r.zoom],e.length+2*c)});let o=t.createBuffer();return t.bindBuffer(t.ARRAY_BUFFER,o),t.bufferData(t.ARRAY_BUFFER,n,t.DYNAMIC_DRAW),t.vertexAttribPointer(0,2,t.FLOAT,!1,12,0),t.vertexAttribPointer(1,1,t.FLOAT,!1,12,8),t.bindBuffer(t.ARRAY_BUFFER,t.createBuffer()),t.bufferData(t.ARRAY_BUFFER,s,t.STATIC_DRAW),t.vertexAttribPointer(2,2,t.FLOAT,!1,8,0),gr.forEach((a,l)=>t.enableVertexAttribArray(l)),o}draw({vertices:e,shade:t}){let{gl:r,view:n,moved:s}=this;for(let o=0;o<t.length;o++)s[3*o]=(e[3*o]-n.left)*n.scale,s[3*o+1]=(e[3*o+1]-n.top)*n.scale,s[3*o+2]=t[o];r.disable(r.BLEND),r.bindBuffer(r.ARRAY_BUFFER,this.buffer),r.bufferData(r.ARRAY_BUFFER,s,r.DYNAMIC_DRAW),this.paint()}paint(){let{gl:e,counts:[t,r,n],window:s}=this;e.clear(e.DEPTH_BUFFER_BIT),e.enable(e.DEPTH_TEST),e.depthFunc(e.LEQUAL),s&&(e.enable(e.SCISSOR_TEST),e.scissor(...s)),this.flowing&&this.flowing.draw(this.moved),this.program.use(),e.bindVertexArray(this.array),this.flowing||this.part(vr,0,t),this.part(Ki,t,r),n&&this.part(Ji,t+r,n),e.disable(e.SCISSOR_TEST),this.ground.use(),e.drawArrays(e.TRIANGLE_STRIP,0,4),e.disable(e.DEPTH_TEST)}part(e,t,r){let{gl:n,program:s,wordSize:o}=this;s.set("depth",e),s.set("shaded",e===vr?1:0),n.drawElements(n.TRIANGLES,r,o===2?n.UNSIGNED_SHORT:n.UNSIGNED_INT,t*o)}};function Qi({window:i},{larger:e,width:t,height:r}){let[n,s,o,a]=i.map(c=>Math.round(c*e));return n<=0&&s<=0&&o>=t&&a>=r?null:[n,r-a,o-n,a-s]}var Zi=E("jawOpen"),wr=E("mouthClose"),en=["jawForward","jawLeft","jawRight","jawOpen"].map(E),tn=["Left","Right"].map(i=>({blink:E(`eyeBlink${i}`),lids:["eyeSquint","eyeLookDown","eyeLookUp","eyeWide"].map(e=>E(e+i))})),yr=.35,rn=.3,nn=.08,Me=class{constructor(e){this.rig=e;this.weights=new Float32Array(D);let t=e.resting.length/3;this.posed={vertices:new Float32Array(3*t),shade:new Float32Array(t),turn:[1,0,0,0,1,0,0,0,1],shift:[0,0,0],jaw:[0,0,0],lipGap:0},this.apart=new Float32Array(3*e.upperLip.length),this.right=[e.axes[0],this.rig.axes[3],this.rig.axes[6]],this.down=[this.rig.axes[1],this.rig.axes[4],this.rig.axes[7]]}pose(e){let{rig:t,posed:r}=this;this.shadeBy(e);let n=this.hold(e);r.vertices.set(t.resting);for(let a=0;a<D;a++){let l=n[a],c=t.shapes[a];l!==0&&c&&sn(r.vertices,c,l)}r.lipGap=this.keepLipsApart(r.vertices);let s=[0,1,2].map(a=>e[O+3+a]*t.travel*t.unit),o=T(this.rig.axes,s);return this.turnHead(e,o),this.carry(o.map(a=>rn*a),e[zt]),r.jaw=[0,1,2].map(a=>en.reduce((l,c,h)=>l+n[c]*this.rig.mouth.jaw[h][a],0)),r}shadeBy(e){let{shade:t}=this.posed;this.rig.seamShade?t.set(this.rig.seamShade):t.fill(0);for(let r=0;r<D;r++){let n=e[r],s=this.rig.shades[r];if(n===0||!s)continue;let{vertices:o,values:a}=s;for(let l=0;l<o.length;l++)t[o[l]]+=n*a[l]}}hold(e){let{weights:t}=this;t.set(e.subarray(0,D));let r=t[wr]-t[Zi]-nn;r>0&&(t[wr]-=r);for(let{blink:n,lids:s}of tn){let o=1-Math.min(t[n],1);for(let a of s)t[a]*=o}return t}keepLipsApart(e){let{rig:t,apart:r,right:n,down:s}=this,o=0,a=!1;for(let l=0;l<t.upperLip.length;l++){let c=3*t.upperLip[l],h=3*t.lowerLip[l],d=[0,1,2].map(m=>e[h+m]-e[c+m]),u=G(d,s);o=Math.max(o,u);let p=G(d,n);for(let m=0;m<3;m++)r[3*l+m]=u<0?d[m]-p*n[m]:0;a||(a=u<0)}return a&&this.pull(e),o}pull(e){let{vertices:t,pairs:r,shares:n,upper:s}=this.rig.lipPull;for(let o=0;o<t.length;o++){let a=n[o]*(o<s?yr:yr-1),l=3*t[o],c=3*r[o];e[l]+=a*this.apart[c],e[l+1]+=a*this.apart[c+1],e[l+2]+=a*this.apart[c+2]}}turnHead(e,t){let r=Xt(e[O],e[O+1],e[O+2]),n=re(re(this.rig.axes,r),vt(this.rig.axes)),s=this.rig.pivot,o=T(n,s);this.posed.turn=n,this.posed.shift=o.map((a,l)=>s[l]-a+t[l])}carry(e,t){let{vertices:r,turn:n,shift:s}=this.posed,{headWeight:o,breath:a}=this.rig,[l,c,h,d,u,p,m,b,y]=n;for(let v=0,w=0;v<o.length;v++,w+=3){let A=r[w],S=r[w+1],x=r[w+2],C=o[v],I=1-C;r[w]=I*(A+e[0])+C*(l*A+c*S+h*x+s[0])+t*a[2*v],r[w+1]=I*(S+e[1])+C*(d*A+u*S+p*x+s[1])+t*a[2*v+1],r[w+2]=I*(x+e[2])+C*(m*A+b*S+y*x+s[2])}}};function sn(i,e,t){let{vertices:r,values:n}=e;for(let s=0,o=0;s<r.length;s++,o+=3){let a=3*r[s];i[a]+=t*n[o],i[a+1]+=t*n[o+1],i[a+2]+=t*n[o+2]}}var At={5120:"int8",5121:"uint8",5122:"int16",5123:"uint16",5125:"uint32",5126:"float32"},on={SCALAR:1,VEC2:2,VEC3:3,VEC4:4},Le=class{constructor(e){let t=new DataView(e);if(e.byteLength<20||t.getUint32(0,!0)!==1179937895||t.getUint32(4,!0)!==2)throw new Error("This is no glTF 2.0 binary; load what the address of a rig gives.");let r=t.getUint32(12,!0);this.head=JSON.parse(new TextDecoder().decode(new Uint8Array(e,20,r))),this.body=e.slice(28+r)}accessor(e){let{bufferView:t,componentType:r,count:n,type:s}=ne(this.head.accessors,e);if(t===void 0)throw new Error(`Accessor ${e} of the rig holds no numbers.`);return this.words(t,At[r],n*(on[s]??1))}sparse(e){let{sparse:t,componentType:r}=ne(this.head.accessors,e);return t?{vertices:br(this.words(t.indices.bufferView,At[t.indices.componentType],t.count)),values:this.words(t.values.bufferView,At[r],3*t.count)}:null}numbers({view:e,type:t,shape:r,step:n}){let s=this.words(e,t,r.reduce((o,a)=>o*a,1));return Float32Array.from(s,o=>o*n)}vertices({view:e,type:t,shape:r}){return br(this.words(e,t,r.reduce((n,s)=>n*s,1)))}picture(e,t){let{bufferView:r,mimeType:n}=ne(this.head.images,e),{byteOffset:s=0,byteLength:o}=ne(this.head.bufferViews,r),a=new Blob([new Uint8Array(this.body,s,o)],{type:n});return createImageBitmap(a,{premultiplyAlpha:t,colorSpaceConversion:"none"})}words(e,t,r){let{byteOffset:n=0}=ne(this.head.bufferViews,e);switch(t){case"int8":return new Int8Array(this.body,n,r);case"uint8":return new Uint8Array(this.body,n,r);case"int16":return new Int16Array(this.body,n,r);case"uint16":return new Uint16Array(this.body,n,r);case"uint32":return new Uint32Array(this.body,n,r);case"float32":return new Float32Array(this.body,n,r);default:throw new Error(`The rig has numbers of the unknown kind "${t}".`)}}};function ne(i,e){let t=i[e];if(t===void 0)throw new Error(`The rig names a part ${e} that it doesn't have.`);return t}function br(i){return i instanceof Uint16Array||i instanceof Uint32Array?i:Uint16Array.from(i)}var xr=1;async function Er(i){let e=new Le(i),t=e.head.extras?.avatar;if(!t)throw new Error("This model is no rig of a portrait: it has no `extras.avatar`.");if(t.format!==xr)throw new Error(`The rig has format ${t.format} and this page reads ${xr}: load the page again.`);let[r,n,s]=await Promise.all([an(e,t),ln(e,t),cn(e,t)]);return{pictures:r,labels:n,inset:s,...hn(t),...dn(e,t),...pn(e,t)}}async function an(i,{canvas:e,mouth:t,eyes:r}){let[n,s,o,a]=await Promise.all([i.picture(e.person,"premultiply"),i.picture(e.plate,"none"),i.picture(t.image,"premultiply"),r.image===null?null:i.picture(r.image,"none")]);return{person:n,plate:s,mouth:o,eyes:a}}function ln(i,{labels:e}){return Promise.all(e.map(async({language:t,text:r,left:n,top:s,image:o})=>({language:t,text:r,left:n,top:s,picture:await i.picture(o,"premultiply")})))}async function cn(i,{canvas:{inset:e}}){if(!e)return null;let t=await i.picture(e.around,"none");return{across:i.numbers(e.across),down:i.numbers(e.down),around:t}}function hn({canvas:i}){let{size:e,left:t,top:r,scale:n,zoom:s,margin:o,window:a}=i;return{size:e,left:t,top:r,scale:n,zoom:s,margin:o,window:a}}function dn(i,e){let{attributes:t,targets:r}=i.head.meshes[0].primitives[0],{step:n,triangles:s,canvas:o,rig:a}=e,l=p=>Float32Array.from(p,m=>m*n),c=r.map(({POSITION:p})=>{let m=i.sparse(p);return m&&{vertices:m.vertices,values:l(m.values)}}),[h,d]=[i.accessor(s.lips),i.accessor(s.face)],u=h instanceof Uint16Array?new Uint16Array(h.length+d.length):new Uint32Array(h.length+d.length);return u.set(h),u.set(d,h.length),{resting:l(i.accessor(t.POSITION)),sources:Float32Array.from(i.accessor(t.TEXCOORD_0),(p,m)=>p*o.person_size[m%2]),around:i.accessor(s.around),face:u,shapes:c,shades:un(i,e),seamShade:a.seam_shade&&i.numbers(a.seam_shade)}}function un(i,{rig:{shades:e}}){let[t,r]=[i.vertices(e.vertices),i.numbers(e.values)],n=Array.from({length:D},()=>null),s=0;return e.columns.forEach((o,a)=>{let l=s+e.counts[a];n[o]={vertices:t.subarray(s,l),values:r.subarray(s,l)},s=l}),n}function pn(i,e){let{rig:t,eyes:r}=e,{unit:n,axes:s,pivot:o,travel:a,lip_pull:l}=t;return{unit:n,pivot:o,travel:a,axes:s.flat(),headWeight:i.numbers(t.head_weight),breath:i.numbers(t.breath),upperLip:i.vertices(t.upper_lip),lowerLip:i.vertices(t.lower_lip),lipPull:{vertices:i.vertices(l.vertices),pairs:i.vertices(l.pairs),shares:i.numbers(l.shares),upper:l.lips.upper},eyes:r.both.map(c=>fn(i,e,c)),mouth:mn(i,e)}}function mn(i,{mouth:e}){let{centre:t,origin:r,px:n,jaw:s,is_open:o}=e,{cavity:a,tongue:l,lower:c,upper:h}=e.layers;return{layers:[a,l,c,h],centre:t,origin:r,step:n,jaw:s,isOpen:o,line:i.numbers(e.line)}}function fn(i,{rig:e},t){let{ball:r,turned:n,lashes:s,boxes:o,corner:a,iris:l,radius:c,reach:h,depth:d,lid:u}=t,[p,m]=[e.upper_lids,e.lower_lids].map(y=>{let v=y.shape[1];return i.vertices(y).subarray(t.index*v,(t.index+1)*v)}),b=t.glint&&{left:t.glint.left,top:t.glint.top,picture:{height:t.glint.values.shape[0],width:t.glint.values.shape[1],data:i.numbers(t.glint.values)}};return{upper:p,lower:m,ball:r,turned:n,lashes:s,glint:b,boxes:o,corner:a,iris:l,radius:c,reach:h,depth:d,lid:u,opening:i.numbers(t.opening),openArea:t.open_area,lidRest:t.lid_rest}}var Re=class{constructor(e){this.width=Math.ceil(e.width/4),this.height=Math.ceil(e.height/4);let t=new Uint8Array(this.width*this.height),r=gn(e);for(let s=0,o=3;s<e.height;s++){let a=(s>>2)*this.width;for(let l=0;l<e.width;l++,o+=4)r[o]&&(t[a+(l>>2)]=1)}let n=this.width+1;this.sums=new Uint32Array(n*(this.height+1));for(let s=1;s<=this.height;s++)for(let o=1,a=0;o<=this.width;o++)a+=t[(s-1)*this.width+o-1],this.sums[s*n+o]=this.sums[(s-1)*n+o]+a}shows([e,t],[r,n]){let{sums:s,width:o,height:a}=this,[l,c]=kr(e,r,o),[h,d]=kr(t,n,a),u=(p,m)=>s[m*(o+1)+p];return u(c,d)-u(c,h)-u(l,d)+u(l,h)>0}triangles(e,{sources:t,unit:r,scale:n,zoom:s}){let o=.2*r*n*s,a=[];for(let l=0;l<e.length;l+=3){let c=[e[l],e[l+1],e[l+2]],h=c.map(p=>t[2*p]),d=c.map(p=>t[2*p+1]),u=[Math.min(...h)-o,Math.min(...d)-o];this.shows(u,[Math.max(...h)+o,Math.max(...d)+o])&&a.push(...c)}return a}goesBeyond({sources:e,size:t,margin:r,zoom:n,unit:s,scale:o}){let[a,l,c,h]=[1/0,1/0,-1/0,-1/0];for(let y=0;y<e.length;y+=2)a=Math.min(a,e[y]),c=Math.max(c,e[y]),l=Math.min(l,e[y+1]),h=Math.max(h,e[y+1]);let d=.2*s*o*n,[u,p]=[r*n,r*n],[m,b]=[u+t[0]*n,p+t[1]*n];return a+d>u+1&&this.shows([u,p],[a+d,b])||c-d<m-1&&this.shows([c-d,p],[m,b])||l+d>p+1&&this.shows([u,p],[m,l+d])||h-d<b-1&&this.shows([u,h-d],[m,b])}};function kr(i,e,t){let r=Math.min(Math.max(Math.floor(i/4),0),t-1);return[r,Math.max(r+1,Math.min(t,Math.ceil(e/4)))]}function gn(i){let e=document.createElement("canvas");[e.width,e.height]=[i.width,i.height];let t=e.getContext("2d",{willReadFrequently:!0});if(!t)throw new Error("This browser has no 2D canvas.");return t.drawImage(i,0,0),t.getImageData(0,0,i.width,i.height).data}var Ar={alpha:!1,antialias:!1,depth:!0,stencil:!1},j=class i{constructor(e,t,r,n,s){this.rig=e;this.gl=t;this.canvas=r;this.label=n;this.view=s;this.row=new Float32Array(k);this.lost=e=>{e.preventDefault(),this.drawing=null};this.restored=()=>{this.drawing=new Pe(this.gl,this.rig,this.view,this.label,this.eyes,this.seen),this.draw(this.row)};this.size=[s.width,s.height];let o=new ye;this.seen=new Re(e.pictures.person),this.puppet=new Me(e),this.eyes=e.eyes.map(a=>new xe(a,e,s,o)),this.mouth=new ke(e,s,o),this.drawing=new Pe(t,e,s,n,this.eyes,this.seen),r.addEventListener("webglcontextlost",this.lost),r.addEventListener("webglcontextrestored",this.restored)}static supported(){try{let e=document.createElement("canvas").getContext("webgl2",Ar);return e?.getExtension("WEBGL_lose_context")?.loseContext(),e!==null&&typeof createImageBitmap=="function"}catch{return!1}}static async load(e,t,r={}){let n=await Er(e),s=t.getContext("webgl2",Ar);if(!s)throw new Error("This browser has no WebGL 2: ask the server for films instead.");let o=r.shown&&fe(s)?er(n.size,r.shown):[...n.size],a=Zt(n,vn(n.size,r.size??o));[t.width,t.height]=[a.width,a.height];let l=new i(n,s,t,wn(n,r.labelLanguage??"en"),a);return l.draw(l.row),l}draw(e){e!==this.row&&this.row.set(e.subarray(0,k));let{drawing:t}=this;if(!t||this.gl.isContextLost())return;let r=this.puppet.pose(this.row);t.draw(r,this.eyes.map(n=>n.look(r,this.row)),this.mouth.look(r,this.row))}pixels(){this.draw(this.row);let{gl:e,size:[t,r]}=this,n=new Uint8Array(4*t*r);e.readPixels(0,0,t,r,e.RGBA,e.UNSIGNED_BYTE,n);let s=new Uint8Array(n.length);for(let o=0,a=4*t;o<r;o++)s.set(n.subarray(o*a,(o+1)*a),(r-1-o)*a);return s}dispose(){this.canvas.removeEventListener("webglcontextlost",this.lost),this.canvas.removeEventListener("webglcontextrestored",this.restored),this.drawing=null,this.gl.getExtension("WEBGL_lose_context")?.loseContext();let{person:e,plate:t,mouth:r,eyes:n}=this.rig.pictures,s=this.rig.labels.map(({picture:o})=>o);[e,t,r,n,this.rig.inset?.around,...s].forEach(o=>o?.close())}},Pe=class{constructor(e,t,r,n,s,o){e.viewport(0,0,r.width,r.height),e.disable(e.DITHER),e.pixelStorei(e.UNPACK_COLORSPACE_CONVERSION_WEBGL,e.NONE);let a=new Ee(e,t,r,n);this.person=new Te(e,t,r,o,a),this.eyes=s.map((l,c)=>new ve(e,t,l,c,a)),this.mouth=new ge(e,t,a)}draw(e,t,r){this.person.draw(e),t.forEach((n,s)=>n&&this.eyes[s].draw(n)),r&&this.mouth.draw(r)}};function vn(i,e){if(Math.abs(e[0]/i[0]-e[1]/i[1])*Math.max(...i)>1.5)throw new Error(`A rig of ${i.join("x")} px can't be drawn at ${e.join("x")}: ask for one of that shape.`);return e}function wn(i,e){let r=i.labels.find(n=>n.language===e)??i.labels.find(n=>!n.language)??i.labels[0];if(!r)throw new Error("The rig has no label, and no picture is shown without.");return r}var Sr=8,yn=16384,Tr=.4,bn=E("jawOpen"),xn=E("mouthClose");function Ce(i,e=0){let t=new DataView(i,e),[r,n]=[t.getUint16(0,!0),t.getUint16(2,!0)],s=Sr+2*r*n;if(n!==k||t.byteLength<s)throw new Error(`Motion of ${n} columns in ${t.byteLength} bytes can't be read; ${k} are known.`);let o=new Float32Array(r*n);for(let a=0;a<o.length;a++)o[a]=t.getInt16(Sr+2*a,!0)/yn;return{count:r,fps:t.getFloat32(4,!0),values:o}}function St(i,e,t,r){let n=Mr(i)?Tr:0,s=Mr(e)?Tr:0,o=n&&s?t:Math.min(1,Math.max(0,t-n)/(1-n-s));for(let a=0;a<k;a++)r[a]=i[a]+(e[a]-i[a])*(se(a)?o:t)}function Mr(i){return i[xn]>=i[bn]}var Lr=[E("jawForward"),E("mouthUpperUpRight")],En=new Set(["cheekPuff","tongueOut","tongueTip"].map(E));function se(i){return i>=Lr[0]&&i<=Lr[1]||En.has(i)}function oe(i,e){return i.values.subarray(e*k,(e+1)*k)}var Ie=class{constructor(){this.pieces=[]}add(e,t){t.count!==0&&(this.pieces.push({start:e,...t}),this.pieces.sort((r,n)=>r.start-n.start))}lengthAt(e){let t=this.pieces.find(r=>Math.abs(r.start-e)<.002);return t?t.count/t.fps:0}read(e,t){let r=this.pieces.length-1;for(;r>0&&(this.pieces[r]?.start??0)>e;)r--;let n=this.pieces[r];if(!n)return;let s=this.pieces[r+1],o=Math.max(0,(e-n.start)*n.fps),a=Math.min(Math.floor(o),n.count-1),l=a+1<n.count?oe(n,a+1):oe(s??n,s?0:a);St(oe(n,a),l,Math.min(1,o-a),t)}},Oe=class{constructor(e){this.motion=e}read(e,t){let{count:r,fps:n}=this.motion;if(r===0)return;let s=(e*n%r+r)%r,o=Math.floor(s);St(oe(this.motion,o%r),oe(this.motion,(o+1)%r),s-o,t)}};var _e=class{constructor(e){this.context=e;this.base=0;this.mark=performance.now()/1e3;this.isAudible=!1;this.smooth=-1;this.change()}get isRunning(){return this.isAudible}now(){return this.base+(this.raw()-this.mark)}heard(){return this.now()-this.latency()}toContext(e){let t=this.context?.sampleRate??48e3;return Math.round((e-this.base+this.mark)*t)/t}reported(){if(!this.isAudible||!this.context?.getOutputTimestamp)return null;let{contextTime:e,performanceTime:t}=this.context.getOutputTimestamp();return!e||!t?null:this.base+e+(performance.now()-t)/1e3-this.mark}change(){let e=this.now();this.isAudible=this.context?.state==="running",this.base=e,this.mark=this.raw()}latency(){if(!this.isAudible||!this.context)return 0;let e=Math.min(this.context.outputLatency||this.context.baseLatency||0,.5);return this.smooth=this.smooth<0?e:this.smooth+.05*(e-this.smooth),this.smooth}raw(){return this.isAudible&&this.context?this.context.currentTime:performance.now()/1e3}};var kn=48e3,Rr=.015,Tt=class{constructor(e,t,r){this.context=e;this.clock=t;this.placed=[];this.gain=e?.createGain()??null,this.gain&&r&&this.gain.connect(r)}play(e,t,r){let n={buffer:e,at:t,length:r,source:null};this.placed=this.placed.filter(s=>s.at+s.length>this.clock.now()-1),this.placed.push(n),this.start(n)}again(){for(let e of this.placed)this.start(e)}hush(){if(this.gain&&this.context&&this.clock.isRunning){let e=this.context.currentTime;this.gain.gain.setValueAtTime(1,e),this.gain.gain.linearRampToValueAtTime(0,e+Rr);for(let{source:t}of this.placed)t?.stop(e+Rr)}this.placed=[]}start(e){if(e.source?.stop(),e.source=null,!this.context||!this.gain||!this.clock.isRunning)return;let t=Math.max(0,this.clock.now()-e.at);if(t>=e.length)return;let r=this.context.createBufferSource();r.buffer=e.buffer,r.connect(this.gain),r.start(this.clock.toContext(e.at+t),t,e.length-t),e.source=r}},Fe=class{constructor(e){this.changed=e;this.voices=new Set;this.isMuted=!1;this.change=()=>{this.clock.change();for(let e of this.voices)e.again();this.changed()};this.context=typeof AudioContext>"u"?null:new AudioContext({sampleRate:kn,latencyHint:"interactive"}),this.clock=new _e(this.context),this.master=this.context?.createGain()??null,this.context&&this.master&&this.master.connect(this.context.destination),this.context?.addEventListener("statechange",this.change);let t=navigator.audioSession;t&&(t.type="playback")}get isBlocked(){return this.context!==null&&this.context.state!=="running"}async unlock(){this.isBlocked&&await this.context?.resume().catch(()=>{})}mute(e){this.isMuted=e,this.master&&this.context&&this.master.gain.setTargetAtTime(e?0:1,this.context.currentTime,.005)}get muted(){return this.isMuted}voice(){let e=new Tt(this.context,this.clock,this.master);return this.voices.add(e),e}release(e){this.voices.delete(e)}dispose(){this.context?.removeEventListener("statechange",this.change),this.context?.close().catch(()=>{})}};var Pr=.25,An=.05,Sn=.04;function Cr(i,e){let t=Math.min(1,Math.max(0,i/e));return 1-t*t*(3-2*t)}var Ue=class{constructor(){this.missing=new Float32Array(k);this.last=new Float32Array(k);this.begun=-1;this.seen=0;this.source=null}smooth(e,t,r){t!==this.source&&(this.source!==null&&this.begin(e,r),this.source=t);let n=r-this.begun;this.begun>=0&&n<Pr&&this.add(e,n),this.last.set(e),this.seen=r}begin(e,t){for(let r=0;r<k;r++)this.missing[r]=(this.last[r]??0)-(e[r]??0);this.begun=Math.max(this.seen,t-Sn)}add(e,t){let r=Cr(t,Pr),n=Cr(t,An);for(let s=0;s<k;s++){let o=(e[s]??0)+(this.missing[s]??0)*(se(s)?n:r);e[s]=s<O?Math.min(1,Math.max(0,o)):o}}};function Ir(i){if(i.byteLength<16)return null;let e=new DataView(i);return e.getUint8(1)!==1?null:{kind:e.getUint8(0),isLast:(e.getUint16(2,!0)&1)===1,seq:e.getUint32(4,!0),speech:e.getUint32(8,!0),start:e.getUint32(12,!0)/1e3,body:i.slice(16)}}function Mt(i){return Number(/\d+$/.exec(i)?.[0]??0)}var Tn=[["opus",'audio/ogg; codecs="opus"'],["aac",'audio/mp4; codecs="mp4a.40.2"']];function Lt(i){let e=document.createElement("audio");return Tn.find(([t,r])=>!i.has(t)&&e.canPlayType(r))?.[0]??"wav"}function Or(i,e){return new Promise((t,r)=>{i.decodeAudioData(e,t,r)?.catch(r)})}var Mn=.003,Ne=class{constructor(e,t,r,n){this.id=e;this.number=t;this.source=r;this.voice=n;this.track=new Ie;this.pieces=[];this.isWhole=!1;this.isTold=!1;this.isSeen=!1;this.late=0;this.came=performance.now()}place(e,t,r){let n=this.pieces[this.pieces.length-1],s=n&&Math.abs(e-n.end)<Mn?n.end:e,o=n?n.at+(s-n.start):r,a={start:s,end:s+t,at:Math.max(o,r)};return a.at>o&&this.late++,this.pieces.push(a),a}get begins(){return this.pieces[0]?.at??null}get ends(){let e=this.pieces[this.pieces.length-1];return e?e.at+(e.end-e.start):0}position(e){let t=this.pieces[0];if(!t)return 0;for(let r of this.pieces)r.at<=e&&(t=r);return Math.max(0,Math.min(t.end,t.start+(e-t.at)))}isStalled(e,t){return!this.isWhole&&this.pieces.length>0&&e>this.ends+t}};var Pn=.02,Cn=.7,Be=class{constructor(e,t){this.out=e;this.undecodable=t;this.speeches=[];this.dead=new Set;this.chain=Promise.resolve()}start(e,t){let r=Mt(e);this.dead.has(r)||this.find(r)||this.speeches.push(new Ne(e,r,t,this.out.voice()))}media(e){let t=this.find(e.speech);t&&(e.kind===2&&t.track.add(e.start,Ce(e.body)),e.kind===1&&(this.chain=this.chain.then(()=>this.sound(t,e))))}current(e){let t=this.speeches[0];return t&&t.begins!==null&&t.begins<=e?t:null}get isBusy(){return this.speeches.length>0}isScarce(e){let t=this.speeches[0];return t!==void 0&&!t.isWhole&&t.ends-e<Cn}over(e){let t=this.speeches[0];return!t?.isWhole||!t.pieces.length||e<t.ends?null:(this.drop(t),{id:t.id,position:t.position(e),isInterrupted:!1,late:t.late})}complete(e){let t=Mt(e);this.chain.then(()=>{let r=this.find(t);r&&(r.isWhole=!0,r.pieces.length||this.drop(r))})}stop(e,t){let r=this.speeches.filter(n=>t===void 0||n.id===t);for(let n of r)this.dead.add(n.number),n.voice.hush(),this.drop(n);return r.map(n=>({id:n.id,position:n.position(e),isInterrupted:!0,late:n.late}))}async sound(e,t){if(this.dead.has(e.number))return;let r=e.track.lengthAt(t.start),n=await this.decoded(t);if(this.dead.has(e.number))return;let s=this.speeches[this.speeches.indexOf(e)-1],o=Math.max(this.out.clock.now()+Pn,s?.ends??0),a=e.place(t.start,n?.duration??r,o);n&&e.voice.play(n,a.at,n.duration),t.isLast&&(e.isWhole=!0)}async decoded(e){if(!this.out.context)return null;try{return await Or(this.out.context,e.body)}catch{return this.undecodable(),null}}find(e){return this.speeches.find(t=>t.number===e)}drop(e){this.speeches=this.speeches.filter(t=>t!==e),this.out.release(e.voice)}};var ae=class{constructor(e){this.gl=e;this.took=0;this.sync=null;this.since=0;this.isOpen=!0}isFree(e){if(!this.gl||!this.sync||this.isOpen)return!0;let t=e-this.since;return this.isOpen=t>500||this.gl.getSyncParameter(this.sync,this.gl.SYNC_STATUS)===this.gl.SIGNALED,this.isOpen&&(this.took+=.2*(Math.min(t,500)-this.took)),this.isOpen}set(e){this.gl&&(this.gl.deleteSync(this.sync),this.sync=this.gl.fenceSync(this.gl.SYNC_GPU_COMMANDS_COMPLETE,0),this.gl.flush(),this.since=e,this.isOpen=!1)}};var De=class{constructor(){this.interval=1/60;this.refresh=1/60;this.lastStamp=0;this.lastDrawn=0;this.awaitedUntil=0}expect(e){this.awaitedUntil=e/1e3+5}settle(){this.awaitedUntil=0}isDue(e,t,r,n){let s=e/1e3,o=Math.min(s-this.lastStamp,.1);if(this.lastStamp=s,this.refresh+=.1*(o-this.refresh),s-this.lastDrawn<this.least(s,t,r,n/1e3>.024))return!1;let a=Math.min(s-this.lastDrawn,.05);return this.interval+=.1*(a-this.interval),this.lastDrawn=s,!0}least(e,t,r,n){return n&&!t&&e<this.awaitedUntil?.16:n&&r?.06:t&&this.refresh<.024?0:.03}};var He=class{constructor(){this.count=0;this.mean=0;this.worst=0;this.last=0}add(e){this.last=e*1e3,this.count+=1,this.mean+=(this.last-this.mean)/this.count,Math.abs(this.last)>Math.abs(this.worst)&&(this.worst=this.last)}};var In=.2,On=.02,_n=60,Ge=class{constructor(e,t,r){this.out=e;this.audience=t;this.manner=r;this.skew=new He;this.face=null;this.fence=new ae(null);this.idle=null;this.join=new Ue;this.row=new Float32Array(k);this.pace=new De;this.timer=window.setInterval(()=>this.tick(),_n);this.frame=0;this.tick=()=>{let e=this.out.clock.heard(),t=this.queue.over(e);t&&this.tell([t]);let r=this.queue.current(e);r&&!r.isTold&&(r.isTold=!0,this.audience.heard(r.id,r.source)),this.audience.passed()};this.draw=e=>{if(this.frame=requestAnimationFrame(this.draw),this.tick(),!this.face||!this.fence.isFree(e))return;let t=this.out.clock.heard();this.pace.isDue(e,this.queue.isBusy,this.queue.isScarce(t),this.fence.took)&&(this.paint(this.face,t+this.pace.interval,e/1e3),this.fence.set(e),this.audience.drawn())};this.queue=this.fresh(),this.draw(performance.now())}show(e,t,r){this.face?.dispose(),this.face=e,this.fence=new ae(t.getContext("webgl2")),this.idle=r}reset(){this.interrupt(),this.queue=this.fresh()}get isBusy(){return this.queue.isBusy}get isBlocked(){return this.out.isBlocked}started(e){this.pace.settle(),this.queue.start(e.speech_id,e.source_id)}ended(e){e.interrupted?this.tell(this.queue.stop(this.out.clock.heard(),e.speech_id)):this.queue.complete(e.speech_id)}media(e){this.queue.media(e)}expect(){this.pace.expect(performance.now())}now(){let e=this.out.clock.heard(),t=this.queue.current(e);return t?{id:t.id,position:t.position(e)}:null}interrupt(){this.pace.settle();let e=this.now();return this.tell(this.queue.stop(this.out.clock.heard())),e}unlock(){return this.out.unlock()}mute(e){this.out.mute(e)}dispose(){cancelAnimationFrame(this.frame),window.clearInterval(this.timer),this.interrupt(),this.face?.dispose()}fresh(){return new Be(this.out,()=>this.audience.failed("sound"))}tell(e){for(let{id:t,position:r,isInterrupted:n,late:s}of e)this.audience.over(t,r,n,s)}paint(e,t,r){let n=this.queue.current(t);n&&!n.isStalled(t,In)?(n.track.read(n.position(t),this.row),this.join.smooth(this.row,n,r),this.follow(n,t)):(this.idle?this.idle.read(r,this.row):this.row.fill(0),this.join.smooth(this.row,null,r)),this.manner.isStill&&this.row.fill(0,O),e.draw(this.row)}follow(e,t){!e.isSeen&&this.row.some((n,s)=>se(s)&&n>On)&&(e.isSeen=!0,this.audience.seen(e.id));let r=this.out.clock.reported();r!==null&&this.skew.add(t-this.pace.interval-r)}};var Ve=class{constructor(){this.wanted=.14;this.least=1/0;this.before=1/0;this.since=0}see(e,t){t-this.since>1e3&&(this.before=this.least,this.least=1/0,this.since=t,this.wanted=Math.max(.14,this.wanted-4e-4)),this.least=Math.min(this.least,e)}stopped(){this.wanted=Math.min(.5,this.wanted+.08)}get spare(){let e=Math.min(this.least,this.before);return Number.isFinite(e)?e-this.wanted:0}};function Fn(){return window.ManagedMediaSource??(typeof MediaSource>"u"?null:MediaSource)}function Un(i){return i.byteLength>8&&new DataView(i).getUint32(4)===1718909296}var We=class{constructor(e,t){this.video=e;this.failed=t;this.source=null;this.buffer=null;this.steps=[];this.url="";this.type='video/mp4; codecs="avc1.42E01E, mp4a.40.2"';e.disableRemotePlayback=!0,e.playsInline=!0}open(e){this.type=e}add(e,t){this.source||this.begin(),Un(e)&&this.steps.push({forget:t},{offset:t}),this.steps.push({data:e}),this.work()}cut(e){this.steps.push({forget:e}),this.work()}has(e){if(this.buffer?.updating||this.steps.some(r=>"forget"in r))return!1;let t=this.video.buffered;for(let r=0;r<t.length;r++)if(t.start(r)<=e+.05&&e+.1<t.end(r))return!0;return!1}behind(){let e=this.video.buffered;if(!e.length)return null;let t=e.start(e.length-1),r=this.video.currentTime;return r<t-.05?r-t:e.end(e.length-1)-r}dispose(){this.url&&URL.revokeObjectURL(this.url),this.video.removeAttribute("src"),this.video.load(),this.source=null,this.buffer=null,this.steps=[]}begin(){let e=Fn();if(!e?.isTypeSupported(this.type))return this.failed();let t=new e;this.source=t,this.url=URL.createObjectURL(t),t.addEventListener("sourceopen",()=>this.ready(t),{once:!0}),this.video.src=this.url,this.video.play().catch(()=>{})}ready(e){this.source===e&&(this.buffer=e.addSourceBuffer(this.type),this.buffer.addEventListener("updateend",()=>this.work()),this.buffer.addEventListener("error",()=>this.failed()),this.work())}work(){let e=this.buffer;if(!e||e.updating||this.source?.readyState!=="open")return;let t=this.video.currentTime-8;if(e.buffered.length&&e.buffered.start(0)<t-8)return e.remove(0,t);let r=this.steps.shift();if(r)try{this.take(e,r)}catch(n){this.full(r,n)}}take(e,t){if("data"in t)return e.appendBuffer(t.data);if("forget"in t&&e.buffered.length)return e.remove(t.forget,1/0);"offset"in t&&(e.timestampOffset=t.offset),this.work()}full(e,t){if(!(t instanceof DOMException)||t.name!=="QuotaExceededError")return this.failed();this.steps.unshift(e),this.buffer?.remove(0,Math.max(.1,this.video.currentTime-.5))}};function _r(i,e,t,r=0){if(i==="heard")return Rt(e,.18,.6);if(i!=="nothing")return(i==="asked"||r>.18)&&e>t.wanted+.02+.12?1.8:Rt(e,i==="asked"?.14:.18,.2);if(e<.14)return Rt(e,.14,.2);let{spare:n}=t;return n<-.02?.92:n>.02?Math.min(1.4,1+1.5*n):1}function Rt(i,e,t){let r=(i-.1)/(e-.1);return Math.min(1,Math.max(t,Math.ceil(r/.1)*.1))}var Bn=2,Fr=.12,Dn=700,Hn=3e3,Gn=3e3,Vn=1e3,Wn=30,ze=class{constructor(e,t,r){this.video=e;this.rest=t;this.audience=r;this.said=[];this.timer=window.setInterval(()=>this.step(),Wn);this.isMuted=!1;this.isUnlocked=!1;this.isOver=!1;this.resumes=-1;this.stopped=0;this.remembered=0;this.leapt=0;this.margin=new Ve;this.asked=-1/0;this.waits=()=>{!(this.resumes>=0||performance.now()-this.leapt<Dn)&&this.video.currentTime>1&&this.margin.stopped()};this.step=()=>{this.back(),this.keepUp(),this.remember();let e=this.video.currentTime;for(let t of[...this.said])this.follow(t,e);this.audience.passed(),this.video.readyState>=HTMLMediaElement.HAVE_CURRENT_DATA&&this.audience.drawn()};this.reel=new We(e,()=>r.failed("film")),e.muted=!0,e.addEventListener("waiting",this.waits),this.watch(),this.isUnlocked=navigator.userActivation?.hasBeenActive??!1,this.sound()}mime(e){this.reel.open(e)}reset(){for(let e of[...this.said])this.finish(e,!0);this.resumes=-1,this.reel.dispose(),this.show(!1),this.sound()}get isBusy(){return this.said.length>0}get isBlocked(){return!this.isUnlocked}started(e){let t=(e.film_ms??0)/1e3;this.asked=-1/0,this.said.push({id:e.speech_id,source:e.source_id,from:t,to:1/0,isTold:!1})}ended(e){let t=this.said.find(r=>r.id===e.speech_id);if(e.interrupted){t&&this.finish(t,!0),e.film_ms!==void 0&&this.goOn(e.film_ms/1e3);return}t?t.to=t.from+e.position_ms/1e3:this.resumes===1/0&&(this.resumes=this.video.currentTime)}media(e){e.kind===3&&this.reel.add(e.body,e.start)}expect(){this.asked=performance.now()}now(){let e=this.video.currentTime,t=this.said.find(r=>r.from<=e&&e<r.to);return t&&this.resumes<0?{id:t.id,position:e-t.from}:null}interrupt(){let e=this.now();if(!this.said.length)return e;this.resumes=1/0,this.asked=-1/0,this.stopped=performance.now(),this.sound(),this.show(!0);for(let t of[...this.said])this.finish(t,!0);return e}async unlock(){this.isUnlocked=!0,this.sound(),await this.video.play().catch(()=>{this.isUnlocked=!1,this.sound()}),this.audience.sound(this.isBlocked)}mute(e){this.isMuted=e,this.sound()}dispose(){window.clearInterval(this.timer),this.video.removeEventListener("waiting",this.waits),this.isOver=!0,this.reel.dispose()}sound(){this.video.muted=this.isMuted||!this.isUnlocked||this.resumes>=0}show(e){this.rest.classList.toggle("shown",e)}goOn(e){this.resumes=e,this.reel.cut(e)}finish(e,t){this.said=this.said.filter(r=>r!==e),this.audience.over(e.id,Math.max(0,this.video.currentTime-e.from),t)}watch(){this.video.requestVideoFrameCallback?.(()=>{this.isOver||(this.step(),this.watch())})}leap(e){this.leapt=performance.now(),this.video.currentTime=e}follow(e,t){!e.isTold&&t>=e.from&&this.resumes<0&&(e.isTold=!0,this.audience.heard(e.id,e.source),this.audience.seen(e.id)),t>=e.to&&this.finish(e,!1)}back(){this.resumes===1/0&&performance.now()-this.stopped>Gn&&(this.resumes=this.video.currentTime),!(this.resumes<0||this.resumes===1/0||!this.reel.has(this.resumes+Fr))&&(this.leap(this.resumes+Fr),this.resumes=-1,this.sound(),this.video.addEventListener("seeked",()=>this.resumes<0&&this.show(!1),{once:!0}))}get expected(){return this.now()?"heard":this.said.length?"announced":performance.now()-this.asked<Hn?"asked":"nothing"}remember(){let{rest:e,video:t}=this,r=performance.now();this.said.length>0||this.resumes>=0||e.classList.contains("shown")||t.seeking||!t.videoWidth||r-this.remembered<Vn||(this.remembered=r,e.width!==t.videoWidth&&([e.width,e.height]=[t.videoWidth,t.videoHeight]),e.getContext("2d")?.drawImage(t,0,0))}keepUp(){if(this.resumes>=0)return;let e=this.reel.behind();if(e===null)return;this.video.paused&&this.video.play().catch(()=>{}),this.margin.see(e,performance.now()),e>Bn&&!this.said.length&&this.leap(this.video.currentTime+e-.2);let t=this.video.currentTime+e-(this.said[0]?.from??1/0);this.video.playbackRate=_r(this.expected,e,this.margin,t),e<0&&this.leap(this.video.currentTime-e)}};var V=class extends Error{constructor(t,r,n,s){super(n);this.status=t;this.kind=r;this.retryAfter=s}};async function zn(i){let e=await i.json().catch(()=>({})),t=(e.type??"").split(":").pop()||`http-${i.status}`;return new V(i.status,t,e.detail??i.statusText,Number(i.headers.get("Retry-After"))||0)}async function Ur(i,e){let t=await fetch(i,{credentials:"omit",...e});if(!t.ok)throw await zn(t);return await t.json()}function Nr(i){return i.token?{Authorization:`Bearer ${i.token}`}:{}}function Br(i){return Ur(new URL(`/v1/agents/${encodeURIComponent(i.agent)}`,i.server).href,{headers:Nr(i)})}async function Dr(i,e){let t={agent:i.agent,greets:!1,...e?{mode:e}:{}},r=await Ur(new URL("/v1/sessions",i.server).href,{method:"POST",headers:{"Content-Type":"application/json",...Nr(i)},body:JSON.stringify(t)}),n=o=>o?new URL(o,i.server).href:null,s=new URL(r.ws_url,i.server.replace(/^http/,"ws"));return{...r,ws_url:s.href,rig_url:n(r.rig_url),idle_url:n(r.idle_url)}}var jn="avatar-rigs-1",qn=4;async function $n(){try{return await caches.open(jn)}catch{return null}}function Hr(i,e){return new URL(`/__avatar-rig/${encodeURIComponent(e)}`,i).href}async function Gr(i,e,t){let r=e?await $n():null,n=await r?.match(Hr(t,e)).catch(()=>{});if(n)return n.arrayBuffer();let s=await fetch(i,{credentials:"omit"});if(!s.ok)throw new V(s.status,"rig",`the face is not given (${s.status})`,0);let o=await s.arrayBuffer();return await Yn(r,Hr(t,e),o),o}async function Yn(i,e,t){if(i)try{await i.put(e,new Response(t.slice(0),{headers:{"Content-Type":"model/gltf-binary"}}));let r=await i.keys();for(let n of r.slice(0,Math.max(0,r.length-qn)))await i.delete(n)}catch{}}var je=class{constructor(e,t,r,n,s){this.frame=e;this.audience=t;this.manner=r;this.server=n;this.label=s;this.performer=null;this.drawn=null;this.filmed=null;this.out=null;this.isMuted=!1;this.rig=""}get skew(){return this.drawn?.skew??null}unlock(e){e&&!this.performer?this.speaker().unlock():this.performer?.unlock()}mute(e){this.isMuted=e,this.performer?.mute(e)}take(e){e.mode==="stream"?this.film():this.draw(e),this.performer?.mute(this.isMuted)}mime(e){this.filmed?.mime(e)}dispose(){this.performer?.dispose(),this.performer=this.drawn=this.filmed=null,this.out?.dispose(),this.out=null,this.rig=""}speaker(){return this.out??(this.out=new Fe(()=>this.audience.sound(this.performer?.isBlocked??!1))),this.out}draw(e){this.drawn||(this.performer?.dispose(),this.filmed=null,this.performer=this.drawn=new Ge(this.speaker(),this.audience,this.manner)),this.drawn.reset();let t=e.rig_id??"";this.rig===t&&t||(this.rig=t,this.bring(this.drawn,e))}async bring(e,t){try{if(!t.rig_url)throw new Error("no rig");let[r,n]=await Promise.all([Gr(t.rig_url,t.rig_id??"",this.server()),this.idle(t.idle_url)]);await this.put(e,r,n)}catch(r){this.rig="",console.warn("avatar-agent: the face is not shown:",r),this.drawn===e&&this.audience.failed("draw")}}async put(e,t,r){let n=this.frame.freshCanvas(),s=window.devicePixelRatio||1,o=[n.clientWidth*s,n.clientHeight*s],a=await j.load(t,n,{labelLanguage:this.label(),shown:o});if(this.drawn!==e)return a.dispose();e.show(a,n,r),this.frame.show("canvas")}async idle(e){if(!e)return null;let t=await fetch(e,{credentials:"omit"});return t.ok?new Oe(Ce(await t.arrayBuffer())):null}film(){this.filmed||(this.performer?.dispose(),this.drawn=null,this.rig="",this.performer=this.filmed=new ze(this.frame.video,this.frame.rest,this.audience)),this.filmed.reset(),this.frame.show("video")}};function Vr(i){let e;try{e=JSON.parse(i)}catch{return null}return typeof e!="object"||e===null?null:typeof e.type=="string"?e:null}var Wr=[250,500,1e3,2e3,4e3,8e3,15e3],Xn=2e4,Kn=8e3,Jn=new Set([1e3,1001,1008,1012,4400,4401,4404,4409,4413]),qe=class{constructor(e,t){this.url=e;this.listener=t;this.socket=null;this.lastSeq=0;this.tries=0;this.wasOpen=!1;this.isClosed=!1;this.timer=0;this.alive=0;this.waiting=[];this.now=()=>{this.isClosed||this.socket||(this.tries=0,window.clearTimeout(this.timer),this.open())};this.open(),window.addEventListener("online",this.now)}get isOpen(){return this.socket?.readyState===WebSocket.OPEN}send(e){this.isOpen?this.socket?.send(JSON.stringify(e)):e.type!=="keep_alive"&&this.waiting.push(e)}close(){this.isClosed=!0,window.removeEventListener("online",this.now),window.clearTimeout(this.timer),window.clearInterval(this.alive),this.socket?.close(1e3),this.socket=null}open(){let e=new WebSocket(this.url);e.binaryType="arraybuffer",this.socket=e;let t=window.setTimeout(()=>e.close(),Kn);e.onopen=()=>{window.clearTimeout(t),this.greet(e)},e.onmessage=r=>this.take(r.data),e.onclose=r=>{window.clearTimeout(t),this.lost(e,r)}}greet(e){let t=this.wasOpen;this.wasOpen=!0,t&&e.send(JSON.stringify({type:"resume",last_seq:this.lastSeq})),this.alive=window.setInterval(()=>this.send({type:"keep_alive"}),Xn),this.listener.opened(t);for(let r of this.waiting.splice(0))this.send(r)}take(e){this.tries=0;let t=typeof e=="string"?Vr(e):Ir(e);t&&(t.seq&&t.seq<=this.lastSeq||(t.seq&&(this.lastSeq=t.seq),"type"in t?this.listener.event(t):this.listener.media(t)))}lost(e,t){if(this.socket!==e||this.isClosed)return;this.socket=null,window.clearInterval(this.alive);let r=Wr[Math.min(this.tries,Wr.length-1)]??15e3;if(this.tries+=1,Jn.has(t.code)||this.tries>4){this.close(),this.listener.gone(t.code,t.reason);return}let n=r*(.75+Math.random()/2);this.listener.cut(n),this.timer=window.setTimeout(()=>this.open(),n)}};var zr=[1,2,4,8,15,30],jr=new Set([0,408,429,500,502,503,504]);function Qn(i){return navigator.onLine?i instanceof V?i.status===429?["busy",i]:i.status===401||i.status===403?["forbidden",i]:i.status===404?["missing",i]:[jr.has(i.status)?"network":"other",i]:["network",null]:["offline",null]}var $e=class{constructor(e,t){this.wishes=e;this.caller=t;this.socket=null;this.timer=0;this.tries=0;this.isOpening=!1;this.isClosed=!0;this.waiting=[];this.online=()=>{this.socket||this.isClosed||this.isOpening||(window.clearTimeout(this.timer),this.tries=0,this.begin())}}get isUp(){return!this.isClosed}open(){if(!this.isClosed)return this.socket?.now();this.isClosed=!1,this.tries=0,window.addEventListener("online",this.online),this.begin()}send(e){this.socket?this.socket.send(e):this.waiting.push(e)}renew(){this.hangUp(),this.open()}close(){this.hangUp(),this.waiting.length=0}hangUp(){this.isClosed=!0,window.removeEventListener("online",this.online),window.clearTimeout(this.timer),this.socket?.close(),this.socket=null}async begin(){if(this.isOpening)return;this.isOpening=!0;let{door:e,mode:t,audio:r}=this.wishes();try{let n=await Dr(e,t);this.isOpening=!1,this.isClosed||this.stand(n,r)}catch(n){this.isOpening=!1,this.isClosed||this.later(n)}}stand(e,t){let r=new URL(e.ws_url);e.mode==="browser"&&r.searchParams.set("audio",t),this.tries=0,this.caller.session(e),this.socket=new qe(r.href,{event:n=>this.caller.event(n),media:n=>this.caller.media(n),opened:n=>this.caller.opened(n),cut:n=>this.caller.waiting(navigator.onLine?"network":"offline",n/1e3,""),gone:(n,s)=>this.gone(n,s)});for(let n of this.waiting.splice(0))this.socket.send(n)}gone(e,t){if(this.socket=null,e===4409)return this.hangUp(),this.caller.failed("other",t);this.caller.waiting("network",1,t),this.timer=window.setTimeout(()=>{this.begin()},500+Math.random()*1e3)}later(e){let[t,r]=Qn(e),n=e instanceof Error?e.message:"";if(!(t==="offline"||jr.has(r?.status??0))||this.tries>=zr.length)return this.hangUp(),this.caller.failed(t==="busy"?"full":t,n);let o=Math.min(60,Math.max(r?.retryAfter??0,zr[this.tries]??30));this.tries+=1,this.caller.waiting(t,o,n),this.timer=window.setTimeout(()=>{this.begin()},o*1e3)}};var Zn=/[.!?。！？؟।…]["'”’」』)）]*\s*$/;function es(i){let e=0;for(let t of i)e+=(t.codePointAt(0)??0)>11903?2:1;return e}function ts(i){let e=[[]],t=0;for(let r of i){let n=e[e.length-1],s=n[n.length-1],o=es(r.text);s&&(t+o>42||Zn.test(s.text)&&t>42/4)?(e.push([r]),t=o):(n.push(r),t+=o)}return e}var Ye=class{constructor(){this.words=new Map;this.told=new Map}add(e,t){let r=this.words.get(e)??[],n=t[0]?.start_ms??0;r.some(s=>s.start_ms===n&&s.text===t[0]?.text)||this.words.set(e,[...r,...t])}at(e,t){let r=this.words.get(e);if(!r?.length)return null;let n=t*1e3,s=r.filter(l=>l.start_ms<=n).length,o=Math.max(0,s-1),a=0;for(let l of ts(r)){if(o<a+l.length)return{words:l,from:a,said:s-a};a+=l.length}return null}begun(e,t){let r=(this.words.get(e)??[]).filter(s=>s.start_ms<=t*1e3),n=r.slice(this.told.get(e)??0);return this.told.set(e,r.length),n}spoken(e,t){return(this.words.get(e)??[]).filter(n=>n.start_ms<t*1e3).map(n=>n.text).join("").trim()}forget(e){this.words.delete(e),this.told.delete(e)}};var Xe=class{constructor(e,t,r,n,s){this.settings=e;this.view=r;this.captions=new Ye;this.unread=new Set;this.speeches=new Map;this.asked=new Map;this.answers=new Set;this.ours=`w${Math.random().toString(36).slice(2,8)}`;this.greeting="off";this.count=0;this.serverState="idle";this.status="off";this.word="";this.isListening=!1;this.hasShown=!1;this.current=null;this.isResting=!1;this.draws=e.draw||(j.supported()?"":"stream"),this.stage=new je(t,this,n,()=>e.server,s),this.connection=new $e(()=>this.wishes(),this)}get isUp(){return this.connection.isUp}get isBusy(){return this.stage.performer?.isBusy??!1}get skew(){return this.stage.skew}get heardNow(){return this.stage.performer?.now()??null}connect(){this.connection.isUp||this.tell("connecting"),this.isResting=!1,this.connection.isUp||this.view.trouble(null,0),this.connection.open()}rest(){this.connection.close(),this.silence(),this.current=null,this.isResting=!0,this.tell("off")}offline(){this.connection.isUp&&this.tell("offline")}dispose(){this.connection.close(),this.stage.dispose()}ask(e){let t=this.next();return this.connect(),this.silence(),this.stage.performer?.expect(),this.connection.send({type:"chat",id:t,text:e}),this.view.said("user",t,e),this.view.emit("message",{role:"user",text:e,source_id:t}),t}greet(e){if(this.greeting!=="wanted"&&this.greeting!=="off")return;let t=e??this.current?.agent.greeting;this.greeting=t===void 0?"wanted":"done",t&&this.speak(t)}speak(e){let t=this.next();return this.connect(),this.stage.performer?.expect(),this.connection.send({type:"speak",id:t,text:e}),t}interrupt(){let e=this.silence();this.connection.isUp&&(e&&this.connection.send({type:"interrupt",speech_id:e.id,position_ms:Math.round(e.position*1e3)}),this.connection.send({type:"interrupt"}))}listen(e){this.isListening=e,this.connection.isUp&&this.connection.send({type:"listen",active:e}),this.refresh()}unlock(){this.stage.unlock(this.connection.isUp&&this.draws!=="stream")}mute(e){this.stage.mute(e)}session(e){this.current=e,this.speeches.clear(),this.stage.take(e),this.greeting==="wanted"&&this.greet(null),this.view.sound(this.stage.performer?.isBlocked??!1)}opened(){this.view.trouble(null,0)}event(e){this.view.emit("protocol",{event:e}),e.type==="ready"?this.ready(e):e.type==="state"?this.state(e.state):e.type==="speech.started"?this.announce(e):e.type==="caption"?this.captions.add(e.speech_id,e.words):e.type==="speech.ended"?this.finish(e):e.type==="chat.user"?this.understood(e.source_id??"",e.text):e.type==="chat.delta"?this.answer(e.source_id??"",e.text):e.type==="error"&&this.fault(e.code,e.detail,e.source_id)}media(e){this.stage.performer?.media(e)}waiting(e,t,r){this.tell(e==="offline"?"offline":this.status==="connecting"?"connecting":"reconnecting"),e==="busy"&&this.view.trouble("busy",t),e!=="offline"&&this.view.emit("error",{code:e,detail:r,retry_in_s:t})}failed(e,t=""){if(e==="draw"||e==="film")return this.showOtherwise(e);if(e==="sound")return this.soundOtherwise();this.tell(e==="offline"?"offline":"off"),this.view.trouble(e,0),this.view.emit("error",{code:e,detail:t})}heard(e,t){let r=this.speeches.get(e);this.refresh(),this.view.emit("speech-started",{speech_id:e,source_id:t,text:r?.event.text??"",metrics:r?.event.metrics??{},waited_ms:r?.asked?performance.now()-r.asked:null})}seen(e){let t=this.speeches.get(e)?.asked;this.view.emit("lips",{speech_id:e,waited_ms:t?performance.now()-t:null})}over(e,t,r,n){let s=this.speeches.get(e),o=this.captions.spoken(e,t);r&&s?.event.source_id&&this.view.cutShort(s.event.source_id,o),this.caption(null),this.captions.forget(e),this.speeches.delete(e),this.refresh(),this.view.emit("speech-ended",{speech_id:e,source_id:s?.event.source_id??null,position_ms:Math.round(t*1e3),spoken_text:o,interrupted:r,late_pieces:n??null})}sound(e){this.view.sound(e)}passed(){this.caption(this.heardNow)}drawn(){this.hasShown||(this.hasShown=!0,this.view.shown())}next(){let e=`${this.ours}-${++this.count}`;return this.asked.set(e,performance.now()),e}wishes(){let{server:e,agent:t,token:r}=this.settings;return{door:{server:e,agent:t,token:r},mode:this.draws,audio:Lt(this.unread)}}silence(){let e=this.stage.performer?.interrupt()??null;return this.refresh(),e}ready(e){e.mime&&this.stage.mime(e.mime),e.resumed||(this.serverState="idle"),this.refresh(),this.view.emit("ready",{session_id:e.session_id,mode:e.mode,resumed:e.resumed??!1,agent:this.current?.agent??null})}state(e){this.serverState=e,this.refresh()}announce(e){let t=e.source_id??e.speech_id;this.speeches.set(e.speech_id,{event:e,asked:this.asked.get(t)??0}),this.stage.performer?.started(e),!this.answers.has(t)&&(this.answers.add(t),this.view.said("agent",t,e.text),this.view.emit("message",{role:"agent",text:e.text,source_id:t}))}finish(e){this.stage.performer?.ended(e)}understood(e,t){e.startsWith(this.ours)||this.view.said("user",e,t)}answer(e,t){this.answers.has(e)?this.view.added(e,t):this.view.said("agent",e,t),this.answers.add(e),this.view.emit("message",{role:"agent",text:t,source_id:e,is_part:!0})}fault(e,t,r){let n=e==="refused"||e==="brain"?e:e==="lost"?null:"fault";n&&this.view.trouble(n,0),this.view.emit("error",{code:e,detail:t,source_id:r})}caption(e){let t=e?this.captions.at(e.id,e.position):null,r=e&&t?`${e.id} ${t.from+t.said}`:"";if(r!==this.word&&(this.word=r,this.view.caption(t),!!e))for(let n of this.captions.begun(e.id,e.position))this.view.emit("caption",{speech_id:e.id,...n,position_ms:Math.round(e.position*1e3)})}showOtherwise(e){if(e==="draw"&&this.draws!=="stream"&&this.settings.draw!=="browser"){this.draws="stream",this.stage.dispose(),this.connection.renew();return}this.view.trouble("face",0),this.view.emit("error",{code:"face",detail:"the face can't be shown in this browser"})}soundOtherwise(){let e=Lt(this.unread);e!=="wav"&&(this.unread.add(e),this.connection.renew())}refresh(){if(this.connection.isUp){if(this.isListening)return this.tell("listening");if(this.heardNow)return this.tell("speaking");if(!this.current)return this.tell("connecting");if(this.serverState!=="speaking")return this.tell(this.serverState);this.tell(this.status==="thinking"?"thinking":"idle")}}tell(e){e!==this.status&&(this.status=e,this.view.status(e),this.view.emit("state",{state:e}))}};var rs=[96,36,14],is=72,ns="rgb(0 0 0 / 8%)";async function Pt(i,e){try{let t=await fetch(e,{credentials:"omit"});if(!t.ok)return!1;let r=await createImageBitmap(await t.blob());return i.width=r.width,i.height=r.height,i.getContext("2d")?.drawImage(r,0,0),r.close(),!0}catch{return!1}}function Ct(i){let e=[...rs,is].map(o=>o/Math.max(i.width,i.height,1)),[t,r]=[i.width,i.height],n=e.reduce((o,a)=>ss(o,Math.ceil(a*t),Math.ceil(a*r)),i);[i.width,i.height]=[n.width,n.height];let s=i.getContext("2d");s&&(s.drawImage(n,0,0),s.fillStyle=ns,s.fillRect(0,0,i.width,i.height))}function ss(i,e,t){let r=Object.assign(document.createElement("canvas"),{width:e,height:t}),n=r.getContext("2d");return n&&(n.imageSmoothingQuality="high"),n?.drawImage(i,0,0,e,t),r}var os=["audio/webm;codecs=opus","audio/mp4","audio/ogg;codecs=opus"];async function as(i,e,t,r){let n=new FormData;n.append("file",t,t.type.includes("mp4")?"question.m4a":"question.webm"),n.append("model","default"),r&&n.append("language",r.split("-")[0]??"");let s=e?{Authorization:`Bearer ${e}`}:{},o=await fetch(i,{method:"POST",body:n,headers:s,credentials:"omit"});if(!o.ok)throw new Error(`transcription ${o.status}`);return(await o.json()).text?.trim()??""}function qr(i,e,t,r){let n=null,s=!1,o=()=>{s=!0,n?.state==="recording"&&n.stop()},a=l=>{let c=os.find(d=>MediaRecorder.isTypeSupported(d));n=new MediaRecorder(l,c?{mimeType:c}:{});let h=[];n.ondataavailable=d=>h.push(d.data),n.onstop=()=>{for(let u of l.getTracks())u.stop();r.working();let d=new Blob(h,{type:n?.mimeType??"audio/webm"});as(i,e,d,t).then(r.done,()=>r.failed("fault"))},n.start(),window.setTimeout(o,30*1e3),s&&o()};return navigator.mediaDevices.getUserMedia({audio:{echoCancellation:!0,noiseSuppression:!0}}).then(a,()=>r.failed("denied")),{stop:o}}function $r(){let i=window;return i.SpeechRecognition??i.webkitSpeechRecognition??null}function Yr(i){return window.isSecureContext?i&&navigator.mediaDevices&&typeof MediaRecorder<"u"?"server":$r()?"browser":"missing":"insecure"}function Xr(i,e){let t=$r();if(!t)throw new Error("no recognition");let r=new t,n="",s=!1;return r.lang=i,r.interimResults=!0,r.onresult=o=>{n=Array.from(o.results,a=>a[0].transcript).join(""),e.partial(n)},r.onerror=o=>{o.error==="no-speech"||o.error==="aborted"||(s=!0,e.failed(o.error==="not-allowed"||o.error==="service-not-allowed"?"denied":"fault"))},r.onend=()=>{s||e.done(n.trim()),s=!0},r.start(),{stop:()=>r.stop()}}var Ke=class{constructor(e,t,r,n,s){this.panel=e;this.talk=t;this.words=r;this.language=n;this.token=s;this.ear=null;this.way="missing";this.url=null}offer(e,t){this.url=t,this.way=Yr(t);let r=e&&(this.way==="browser"||this.way==="server");this.panel.composer.hearing(r);let n=this.way==="insecure"?this.words.micInsecure:this.words.micMissing;this.panel.composer.tell(e&&!r?n:"")}toggle(){if(this.ear)return this.stop();this.talk.interrupt(),this.talk.listen(!0),this.panel.composer.listening(!0,this.words.listening),this.panel.composer.tell(this.words.listening),this.ear=this.listen()}stop(){this.ear?.stop()}listen(){let e={partial:t=>this.panel.composer.understood(t),working:()=>this.panel.composer.tell(this.words.transcribing),done:t=>this.done(t),failed:t=>this.failed(t)};return this.way==="server"&&this.url?qr(this.url,this.token,this.language(),e):Xr(this.language(),e)}done(e){this.over(e?"":this.words.errorNothingHeard),e&&this.talk.ask(e)}failed(e){this.over(e==="denied"?this.words.micDenied:this.words.errorMicrophone)}over(e){this.ear=null,this.talk.listen(!1),this.panel.composer.listening(!1,this.words.listen),this.panel.composer.understood(""),this.panel.composer.tell(e)}};var Kr={open:"تحدّث مع {name}",close:"إغلاق",panel:"محادثة مع {name}، متحدّث مولَّد بالذكاء الاصطناعي",face:"{name}، وجه مولَّد بالذكاء الاصطناعي",notice:"مولَّد بالذكاء الاصطناعي",noticeLong:"الوجه والصوت مولَّدان بالذكاء الاصطناعي.",log:"المحادثة",you:"أنت",ask:"اكتب سؤالك",placeholder:"اكتب سؤالك…",send:"إرسال",stop:"إيقاف الكلام",listen:"اسأل بصوتك",listening:"جارٍ الاستماع… اضغط للإنهاء",transcribing:"جارٍ فهم ما قلت…",soundOn:"تشغيل الصوت",mute:"كتم الصوت",unmute:"إلغاء الكتم",captionsOn:"إظهار النص",captionsOff:"إخفاء النص",stateOff:"غير متصل",stateConnecting:"جارٍ الاتصال…",stateIdle:"جاهز",stateListening:"يستمع",stateThinking:"يفكّر",stateSpeaking:"يتكلّم",stateReconnecting:"انقطع الاتصال، جارٍ إعادة الاتصال…",stateOffline:"لا يوجد اتصال بالإنترنت",retry:"إعادة المحاولة",errorBusy:"جميع الخطوط مشغولة. إعادة المحاولة بعد {seconds} ثانية.",errorFull:"جميع الخطوط مشغولة. يُرجى المحاولة لاحقًا.",errorNetwork:"تعذّر الوصول إلى الخدمة.",errorForbidden:"لا يُسمح لهذه الصفحة بالتحدّث مع {name}.",errorMissing:"لا يوجد متحدّث بهذا الاسم.",errorFace:"تعذّر عرض الوجه هنا. ما زال بإمكانك قراءة الإجابات وسماعها.",errorRefused:"لا يمكن قول هذا هنا.",errorBrain:"تعذّر إيجاد إجابة الآن. يُرجى المحاولة مرة أخرى.",errorMicrophone:"تعذّر استخدام الميكروفون. يمكنك كتابة سؤالك.",errorNothingHeard:"لم يُسمع شيء. يُرجى المحاولة مرة أخرى.",errorOther:"حدث خطأ ما. يُرجى المحاولة مرة أخرى.",micDenied:"الميكروفون محظور في هذه الصفحة.",micMissing:"لا يدعم هذا المتصفح الإدخال الصوتي هنا.",micInsecure:"يتطلّب الإدخال الصوتي صفحة آمنة (https).",interrupted:"تمت المقاطعة"};var Je={open:"Talk to {name}",close:"Close",panel:"Conversation with {name}, an AI-generated speaker",face:"{name}, an AI-generated face",notice:"AI-generated",noticeLong:"Face and voice are generated by AI.",log:"Conversation",you:"You",ask:"Ask a question",placeholder:"Ask a question…",send:"Send",stop:"Stop speaking",listen:"Speak your question",listening:"Listening… press to finish",transcribing:"Understanding what you said…",soundOn:"Turn on sound",mute:"Mute",unmute:"Unmute",captionsOn:"Show captions",captionsOff:"Hide captions",stateOff:"Not connected",stateConnecting:"Connecting…",stateIdle:"Ready",stateListening:"Listening",stateThinking:"Thinking",stateSpeaking:"Speaking",stateReconnecting:"Connection lost. Reconnecting…",stateOffline:"You are offline",retry:"Try again",errorBusy:"All lines are busy. Trying again in {seconds} s.",errorFull:"All lines are busy. Please try again later.",errorNetwork:"The service can't be reached.",errorForbidden:"This page may not talk to {name}.",errorMissing:"There is no speaker of this name.",errorFace:"The face can't be shown here. You can still read and hear the answers.",errorRefused:"This can't be said here.",errorBrain:"No answer could be found just now. Please try again.",errorMicrophone:"The microphone can't be used. You can type your question.",errorNothingHeard:"Nothing was heard. Please try again.",errorOther:"Something went wrong. Please try again.",micDenied:"The microphone is blocked for this page.",micMissing:"This browser has no speech input here.",micInsecure:"Speech input needs a secure page (https).",interrupted:"interrupted"};var Jr={open:"和{name}对话",close:"关闭",panel:"与{name}的对话，{name}由人工智能生成",face:"{name}，人工智能生成的形象",notice:"AI 生成",noticeLong:"形象和声音由人工智能生成。",log:"对话记录",you:"您",ask:"输入问题",placeholder:"请输入您的问题…",send:"发送",stop:"停止播报",listen:"语音提问",listening:"正在聆听……再按一次结束",transcribing:"正在识别……",soundOn:"打开声音",mute:"静音",unmute:"取消静音",captionsOn:"显示字幕",captionsOff:"隐藏字幕",stateOff:"未连接",stateConnecting:"正在连接……",stateIdle:"在线",stateListening:"正在聆听",stateThinking:"正在思考",stateSpeaking:"正在播报",stateReconnecting:"连接中断，正在重连……",stateOffline:"网络已断开",retry:"重试",errorBusy:"线路繁忙，{seconds} 秒后自动重试。",errorFull:"线路繁忙，请稍后再试。",errorNetwork:"暂时无法连接服务。",errorForbidden:"本页面无权与{name}对话。",errorMissing:"没有找到这位讲解员。",errorFace:"此处无法显示形象，您仍可阅读和收听回答。",errorRefused:"这句话在此不能播报。",errorBrain:"暂时没有找到答案，请再试一次。",errorMicrophone:"无法使用麦克风，请输入文字提问。",errorNothingHeard:"没有听清，请再试一次。",errorOther:"出了点问题，请再试一次。",micDenied:"本页面的麦克风已被禁用。",micMissing:"此浏览器不支持语音输入。",micInsecure:"语音输入需要安全连接（https）。",interrupted:"已中断"};var Qe=new Map([["en",Je],["zh",Jr],["ar",Kr]]),ls=new Set(["ar","fa","he","ur","ps","yi","ug","sd","ckb","dv"]);function le(i){return i.toLowerCase().split(/[-_]/)[0]??""}function Qr(i,e){Qe.set(le(i),{...Qe.get(le(i))??Je,...e})}function Zr(i,e){return(i&&i!=="auto"?[i]:[e,...navigator.languages]).map(le).find(r=>Qe.has(r))??"en"}function ei(i){return Qe.get(le(i))??Je}function ti(i){return ls.has(le(i))}function W(i,e){return i.replace(/\{(\w+)\}/g,(t,r)=>String(e[r]??t))}function f(i,e={},...t){let r=document.createElement(i);for(let[n,s]of Object.entries(e))It(r,n,s);return r.append(...t),r}function It(i,e,t){t===void 0||t===!1?i.removeAttribute(e):i.setAttribute(e,t===!0?"":t)}var ri="http://www.w3.org/2000/svg",cs={close:"M6 6l12 12M18 6L6 18",send:"M12 19V5M5.5 11.5L12 5l6.5 6.5",stop:"M8 8h8v8H8z",microphone:"M12 3.5a2.8 2.8 0 0 1 2.8 2.8v5.2a2.8 2.8 0 0 1-5.6 0V6.3A2.8 2.8 0 0 1 12 3.5zM6 11.5a6 6 0 0 0 12 0M12 17.5v3",sound:"M4.5 9.5v5h3.2L12 18.5v-13L7.7 9.5zM15.5 9a4.2 4.2 0 0 1 0 6M18 6.5a7.8 7.8 0 0 1 0 11",silence:"M4.5 9.5v5h3.2L12 18.5v-13L7.7 9.5zM16 9.5l5 5M21 9.5l-5 5",captions:"M4 6.5h16v11H4zM7 11.5h5M14.5 11.5h2.5M7 14.5h3M12.5 14.5H17",chat:"M5 6.5h14v9.5h-7.5L7.5 19.5V16H5z"};function q(i){let e=document.createElementNS(ri,"svg");e.setAttribute("viewBox","0 0 24 24"),e.setAttribute("aria-hidden","true"),e.setAttribute("class",`icon icon-${i}`);let t=document.createElementNS(ri,"path");return t.setAttribute("d",cs[i]),e.append(t),e}function N(i,e,t=""){return f("button",{type:"button",class:`round ${t}`.trim(),"aria-label":e,title:e},q(i))}function F(i,e){i.getAttribute("aria-label")!==e&&(i.setAttribute("aria-label",e),i.title=e)}var hs='button:not([hidden]):not(:disabled), input:not([hidden]), [tabindex="0"]';function ds(i){return Array.from(i.querySelectorAll(hs)).filter(e=>e.offsetParent!==null)}function us(i,e,t){let r=ds(t),n=r[0],s=r[r.length-1],o=e.activeElement;(i.shiftKey?o===n||o===t:o===s)&&(i.preventDefault(),(i.shiftKey?s:n)?.focus())}function ii(i,e,t,r){e.addEventListener("keydown",n=>{n.key==="Escape"&&r&&!n.isComposing&&(n.stopPropagation(),r()),n.key==="Tab"&&t()&&us(n,i,e)})}var Ze=class{constructor(){this.element=f("button",{type:"button",class:"launcher","aria-haspopup":"dialog","aria-expanded":"false"});this.picture=f("canvas",{hidden:!0});this.title=f("b");this.notice=f("small");let e=f("span",{class:"picture","aria-hidden":"true"},q("chat"),this.picture);this.element.append(e,f("span",{class:"words"},this.title,this.notice))}rename(e,t){this.title.textContent=W(e.open,{name:t}),this.notice.textContent=e.notice}open(e){this.element.hidden=e,this.element.setAttribute("aria-expanded",String(e))}};var et=class{constructor(){this.element=f("div",{class:"caption","aria-hidden":"true",dir:"auto"});this.words=[];this.spans=[];this.isOn=!0}show(e){if(!e||!this.isOn){this.words=[],this.element.replaceChildren();return}this.isSame(e)||this.lay(e),this.spans.forEach((t,r)=>t.classList.toggle("said",r<e.said))}isSame(e){return e.words.length===this.words.length&&e.words.every((t,r)=>t===this.words[r])}lay(e){this.words=e.words,this.spans=e.words.map(t=>f("span",{},t.text)),this.element.replaceChildren(f("p",{dir:"auto"},...this.spans))}};var ps=2e3,tt=class{constructor(e){this.asked=e;this.hint=f("p",{class:"hint",hidden:!0,role:"status"});this.microphone=N("microphone","","microphone");this.send=N("send","","send");this.halt=N("stop","","halt");this.isBusy=!1;this.input=f("input",{type:"text",autocomplete:"off",enterkeyhint:"send",maxlength:String(ps)}),this.send.type="submit",this.element=f("form",{class:"composer"},this.input,this.microphone,this.halt,this.send),this.element.addEventListener("submit",t=>this.submit(t)),this.input.addEventListener("input",()=>this.refresh()),this.halt.addEventListener("click",()=>this.stop()),this.microphone.addEventListener("click",()=>e.listen()),this.refresh()}rename(e){this.input.setAttribute("aria-label",e.ask),this.input.placeholder=e.placeholder,F(this.send,e.send),F(this.halt,e.stop),F(this.microphone,e.listen)}busy(e){this.isBusy=e,this.refresh()}hearing(e){this.microphone.hidden=!e}listening(e,t){this.microphone.setAttribute("aria-pressed",String(e)),F(this.microphone,t)}understood(e){this.input.value=e,this.refresh()}tell(e){this.hint.textContent=e,this.hint.hidden=!e}stop(){this.asked.stop(),this.input.focus()}submit(e){e.preventDefault();let t=this.input.value.trim();t&&(this.input.value="",this.asked.ask(t),this.refresh())}refresh(){let e=this.input.value.trim()!=="";It(this.input,"dir",this.input.value?"auto":void 0),this.halt.hidden=!this.isBusy,this.send.hidden=this.isBusy&&!e,this.send.setAttribute("aria-disabled",String(!e))}};var ms=200,rt=class{constructor(e){this.words=e;this.element=f("div",{class:"log",role:"log","aria-live":"polite",tabindex:"0"});this.first=f("p",{class:"notice-long"});this.entries=new Map;this.element.append(this.first),this.rename(e)}rename(e){this.words=e,this.first.textContent=e.noticeLong,this.element.setAttribute("aria-label",e.log)}add(e,t,r,n){let s=f("span",{class:"unseen"},`${e==="user"?this.words.you:n}: `),o=f("div",{class:`entry ${e}`},s,f("span",{class:"text",dir:"auto"},r));for(this.entries.set(`${e} ${t}`,o),this.element.append(o);this.element.children.length>ms;)this.first.nextElementSibling?.remove();this.follow()}extend(e,t){this.entries.get(`agent ${e}`)?.querySelector(".text")?.append(f("span",{},t)),this.follow()}cutShort(e,t){let r=this.entries.get(`agent ${e}`);if(!r||r.querySelector(".mark"))return;let n=r.querySelector(".text");n&&(n.textContent=t?`${t}…`:"…"),r.append(" ",f("span",{class:"mark"},`(${this.words.interrupted})`))}follow(){this.element.scrollTop=this.element.scrollHeight}};var fs=500,it=class{constructor(e,t,r){this.words=e;this.pressed=r;this.caption=new et;this.poster=f("canvas",{class:"poster"});this.video=f("video",{class:"film",playsinline:!0,"aria-hidden":"true",tabindex:"-1"});this.rest=f("canvas",{class:"rest"});this.canvas=f("canvas",{class:"face"});this.stage=f("div",{class:"stage loading",role:"img"});this.picture=f("div",{class:"picture"});this.frame=f("div",{class:"frame"});this.title=f("h2");this.state=f("span",{class:"state",role:"status"});this.notice=f("span",{class:"notice"});this.sound=f("button",{type:"button",class:"sound",hidden:!0},q("silence"),f("span"));this.muteButton=N("sound","");this.captionButton=N("captions","");this.closeButton=N("close","");this.trouble=f("div",{class:"trouble",role:"alert",hidden:!0});this.log=new rt(e),this.composer=new tt(r);let n=f("div",{class:"who"},this.title,f("p",{},this.notice,this.state)),s=f("div",{class:"head"},n,this.captionButton,this.muteButton,this.closeButton);this.picture.append(this.canvas,this.video,this.rest,this.caption.element),this.stage.append(this.poster,this.picture),this.frame.append(this.stage,this.sound);let o=f("div",{class:"foot"},this.trouble,this.composer.element,this.composer.hint),a=f("div",{class:"inside"},s,this.frame,this.log.element,o);this.element=f("section",{class:"panel",role:t?"dialog":"region",tabindex:"-1"},a),this.closeButton.hidden=!t,this.listen()}rename(e,t){this.words=e,this.title.textContent=t,this.notice.textContent=e.notice,this.element.setAttribute("aria-label",W(e.panel,{name:t})),this.stage.setAttribute("aria-label",W(e.face,{name:t})),this.sound.lastChild.textContent=e.soundOn,F(this.closeButton,e.close),this.log.rename(e),this.composer.rename(e)}status(e){this.state.textContent!==e&&(this.state.textContent=e)}show(e){this.canvas.classList.toggle("shown",e==="canvas"),this.video.classList.toggle("shown",e==="video");let{width:t,height:r}=this.canvas;e==="canvas"?this.ratio(t,r):this.video.addEventListener("loadedmetadata",()=>this.ratio(this.video.videoWidth,this.video.videoHeight),{once:!0})}shown(){this.stage.classList.remove("loading"),this.stage.classList.add("present"),window.setTimeout(()=>Ct(this.poster),fs)}posed(){this.poster.classList.add("shown"),this.stage.classList.contains("present")&&Ct(this.poster)}freshCanvas(){let e=f("canvas",{class:"face"});return this.canvas.replaceWith(e),this.canvas=e,e}soundBlocked(e){this.sound.hidden=!e}muted(e){this.muteButton.replaceChildren(q(e?"silence":"sound")),this.muteButton.setAttribute("aria-pressed",String(e)),F(this.muteButton,this.words.mute)}captions(e){this.caption.isOn=e,e||this.caption.show(null),this.captionButton.setAttribute("aria-pressed",String(e)),F(this.captionButton,this.words.captionsOn)}say(e,t){if(this.trouble.hidden=!e,this.stage.classList.toggle("waits",t),!e)return this.trouble.replaceChildren();let r=f("button",{type:"button"},this.words.retry);r.addEventListener("click",()=>this.pressed.retry()),this.trouble.replaceChildren(f("p",{},e),...t?[r]:[])}enter(){this.element.classList.add("entering"),this.element.addEventListener("animationend",()=>this.element.classList.remove("entering"),{once:!0})}ratio(e,t){e&&t&&this.frame.style.setProperty("--ratio",String(e/t))}listen(){this.closeButton.addEventListener("click",()=>this.pressed.close()),this.sound.addEventListener("click",()=>this.pressed.soundOn()),this.muteButton.addEventListener("click",()=>this.pressed.mute()),this.captionButton.addEventListener("click",()=>this.pressed.captions())}};var nt=class{constructor(){this.undo=[]}follow(e,t){let r=matchMedia(e);t(r.matches),this.on(r,"change",()=>t(r.matches))}on(e,t,r){e.addEventListener(t,r),this.undo.push(()=>e.removeEventListener(t,r))}whenSeen(e,t){let r=new IntersectionObserver(n=>{n.some(s=>s.isIntersecting)&&(r.disconnect(),t())});r.observe(e),this.undo.push(()=>r.disconnect())}keyboard(e){let t=window.visualViewport;t&&this.on(t,"resize",()=>{let r=window.innerHeight-t.height*t.scale;e(r>80?Math.round(r):0)})}end(){for(let e of this.undo.splice(0))e()}};var Ot=`:host {
  all: initial;
  display: contents;
}
:host([hidden]) {
  display: none !important;
}
.root {
  --ink: #14171f;
  --soft: #545c6b;
  --faint: #e3e6ec;
  --paper: #ffffff;
  --raised: #f4f5f8;
  --accent: var(--avatar-accent, #1f4fd8);
  --on-accent: var(--avatar-on-accent, #ffffff);
  --danger: #b3261e;
  --stage: radial-gradient(120% 90% at 50% 20%, #eef1f6, #d9dee8);
  --shadow: 0 1px 2px rgb(16 22 36 / 8%), 0 12px 40px rgb(16 22 36 / 18%);
  --round: var(--avatar-radius, 22px);
  color: var(--ink);
  color-scheme: light;
  font: 400 15px/1.5 var(--avatar-font, system-ui, -apple-system, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans", "Noto Sans CJK SC", sans-serif);
  -webkit-font-smoothing: antialiased;
  text-align: start;
  letter-spacing: normal;
}
.root[data-theme="dark"] {
  --ink: #f2f4f8;
  --soft: #a9b1c0;
  --faint: #2c313c;
  --paper: #15181f;
  --raised: #1f242d;
  --accent: var(--avatar-accent, #9db7ff);
  --on-accent: var(--avatar-on-accent, #0c1738);
  --danger: #ffb4ab;
  --stage: radial-gradient(120% 90% at 50% 20%, #2a303c, #171a21);
  --shadow: 0 1px 2px rgb(0 0 0 / 40%), 0 16px 48px rgb(0 0 0 / 55%);
  color-scheme: dark;
}
*,
*::before,
*::after {
  box-sizing: border-box;
}
[hidden] {
  display: none !important;
}
button,
input {
  font: inherit;
  color: inherit;
  margin: 0;
}
button {
  cursor: pointer;
  border: 0;
  background: none;
  padding: 0;
  touch-action: manipulation;
  -webkit-tap-highlight-color: transparent;
}
:focus-visible {
  outline: 3px solid var(--accent);
  outline-offset: 2px;
}
.icon {
  width: 22px;
  height: 22px;
  fill: none;
  stroke: currentcolor;
  stroke-width: 1.8;
  stroke-linecap: round;
  stroke-linejoin: round;
  display: block;
}
.icon-stop {
  fill: currentcolor;
}
.round {
  flex: none;
  display: grid;
  place-items: center;
  width: 44px;
  height: 44px;
  border-radius: 50%;
  color: var(--soft);
  transition: background-color 0.15s, color 0.15s, transform 0.15s;
}
.round:hover {
  background: var(--raised);
  color: var(--ink);
}
.round:active {
  transform: scale(0.94);
}
.round[aria-pressed="true"] {
  color: var(--accent);
}
.round:disabled {
  opacity: 0.45;
  cursor: not-allowed;
}

/* The button in the corner. */
.launcher {
  position: fixed;
  z-index: 2147483000;
  inset-block-end: calc(20px + env(safe-area-inset-bottom));
  inset-inline-end: calc(20px + env(safe-area-inset-right));
  display: flex;
  align-items: center;
  gap: 12px;
  min-height: 64px;
  padding: 6px;
  padding-inline-end: 20px;
  border-radius: 36px;
  background: var(--paper);
  box-shadow: var(--shadow);
  transition: transform 0.2s, box-shadow 0.2s;
}
.launcher:hover {
  transform: translateY(-2px);
}
.launcher .picture {
  position: relative;
  flex: none;
  display: grid;
  place-items: center;
  width: 52px;
  height: 52px;
  border-radius: 50%;
  overflow: hidden;
  background: var(--accent);
  color: var(--on-accent);
}
.launcher canvas {
  position: absolute;
  inset: 0;
  width: 100%;
  height: 100%;
  object-fit: cover;
  object-position: 50% 20%;
}
.launcher .words {
  display: grid;
  text-align: start;
  line-height: 1.3;
}
.launcher .words b {
  font-weight: 600;
}
.launcher .words small {
  font-size: 12.5px;
  color: var(--soft);
}
.at-start .launcher,
.at-start .panel {
  inset-inline: calc(20px + env(safe-area-inset-left)) auto;
}
.at-left .launcher,
.at-left .panel {
  left: calc(20px + env(safe-area-inset-left));
  right: auto;
}
.at-right .launcher,
.at-right .panel {
  right: calc(20px + env(safe-area-inset-right));
  left: auto;
}

/* The conversation. */
.panel {
  position: fixed;
  z-index: 2147483001;
  inset-block-end: calc(20px + env(safe-area-inset-bottom) + var(--keyboard, 0px));
  inset-inline-end: calc(20px + env(safe-area-inset-right));
  width: 392px;
  height: min(720px, 100vh - 40px);
  height: min(720px, 100dvh - 40px - var(--keyboard, 0px));
  border-radius: var(--round);
  background: var(--paper);
  box-shadow: var(--shadow);
  overflow: hidden;
  container: panel / size;
  outline: none;
}
.panel.entering {
  animation: enter 0.26s cubic-bezier(0.2, 0.9, 0.3, 1);
}
@keyframes enter {
  from {
    opacity: 0;
    transform: translateY(16px) scale(0.98);
  }
}
.inside {
  display: grid;
  height: 100%;
  grid-template: auto minmax(0, auto) minmax(88px, 1fr) auto / minmax(0, 1fr);
  grid-template-areas: "head" "stage" "log" "foot";
}
.head {
  grid-area: head;
  display: flex;
  align-items: center;
  gap: 2px;
  padding: 8px;
  padding-inline-start: 20px;
}
.who {
  flex: 1;
  min-width: 0;
  line-height: 1.35;
}
.who h2 {
  margin: 0;
  font-size: 16px;
  font-weight: 620;
  white-space: nowrap;
  overflow: hidden;
  text-overflow: ellipsis;
}
.who p {
  margin: 0;
  display: flex;
  align-items: center;
  flex-wrap: wrap;
  column-gap: 8px;
  font-size: 12.5px;
  color: var(--soft);
}
.state::before {
  content: "";
  display: inline-block;
  width: 7px;
  height: 7px;
  margin-inline-end: 6px;
  border-radius: 50%;
  background: var(--soft);
  vertical-align: 1px;
}
.root[data-state="idle"] .state::before {
  background: #1b8a4b;
}
.root[data-state="speaking"] .state::before,
.root[data-state="thinking"] .state::before,
.root[data-state="listening"] .state::before {
  background: var(--accent);
  /* In steps: what flows would have the whole page put together anew sixty times a second. */
  animation: breathe 1.2s steps(6, jump-none) infinite alternate;
}
.root[data-state="offline"] .state::before,
.root[data-state="reconnecting"] .state::before {
  background: var(--danger);
}
@keyframes breathe {
  to {
    opacity: 0.35;
  }
}
.notice {
  font-weight: 600;
  color: var(--ink);
}
.notice::after {
  content: "·";
  margin-inline-start: 8px;
  color: var(--soft);
}

/* The face. */
.frame {
  grid-area: stage;
  position: relative;
  justify-self: center;
  margin: 0 12px;
  width: calc(100% - 24px);
  max-height: 54cqh;
  aspect-ratio: var(--ratio, 1);
  border-radius: calc(var(--round) - 6px);
  overflow: hidden;
  background: var(--stage);
  isolation: isolate;
}
.stage {
  position: absolute;
  inset: 0;
  container: stage / size;
}
.picture {
  position: absolute;
  inset: 0;
  margin: auto;
  width: min(100cqw, 100cqh * var(--ratio, 1));
  aspect-ratio: var(--ratio, 1);
}
.stage canvas,
.stage video {
  position: absolute;
  inset: 0;
  width: 100%;
  height: 100%;
  object-fit: cover;
  opacity: 0;
}
.stage .shown {
  opacity: 1;
}
.stage canvas.rest {
  transition: opacity 0.08s;
}
.stage canvas.face {
  transition: opacity 0.3s;
}
.stage.loading:not(.waits)::after {
  content: "";
  position: absolute;
  inset: 0;
  background: linear-gradient(100deg, transparent 30%, rgb(255 255 255 / 22%) 50%, transparent 70%);
  animation: wait 1.6s linear infinite;
}
@keyframes wait {
  from {
    transform: translateX(-100%);
  }
  to {
    transform: translateX(100%);
  }
}
/* Above the label in the picture, which nothing covers. */
.caption {
  position: absolute;
  inset-inline: 10px;
  bottom: 15%;
  display: flex;
  justify-content: center;
  pointer-events: none;
}
.caption p {
  margin: 0;
  padding: 7px 14px;
  border-radius: 12px;
  background: rgb(10 12 18 / 78%);
  color: #c5cad4;
  font-size: 16px;
  line-height: 1.4;
  font-weight: 500;
  text-align: center;
  text-wrap: balance;
  white-space: pre-wrap;
}
.caption .said {
  color: #fff;
}
.sound {
  position: absolute;
  inset-inline-start: 50%;
  top: 12px;
  transform: translateX(-50%);
  display: flex;
  align-items: center;
  gap: 8px;
  min-height: 44px;
  padding: 0 18px 0 14px;
  border-radius: 22px;
  background: rgb(10 12 18 / 82%);
  color: #fff;
  font-weight: 600;
  white-space: nowrap;
}
[dir="rtl"] .sound {
  transform: translateX(50%);
}

/* What was said. */
.log {
  grid-area: log;
  display: flex;
  flex-direction: column;
  gap: 10px;
  padding: 14px 20px 8px;
  overflow-y: auto;
  overscroll-behavior: contain;
  scrollbar-width: thin;
  scrollbar-color: var(--faint) transparent;
}
.entry {
  max-width: 88%;
  overflow-wrap: anywhere;
}
.entry.user {
  align-self: flex-end;
  padding: 8px 14px;
  border-radius: 18px;
  border-end-end-radius: 6px;
  background: var(--raised);
}
.entry.agent {
  align-self: flex-start;
}
.entry .mark {
  font-size: 12.5px;
  color: var(--soft);
}
.log .notice-long {
  align-self: center;
  margin: auto 0 0;
  font-size: 12.5px;
  text-align: center;
  color: var(--soft);
}
.unseen {
  position: absolute;
  width: 1px;
  height: 1px;
  margin: -1px;
  overflow: hidden;
  clip-path: inset(50%);
  white-space: nowrap;
}

/* Where one asks. */
.foot {
  grid-area: foot;
  padding: 6px 12px calc(12px + var(--safe, 0px));
}
.trouble {
  display: flex;
  align-items: center;
  gap: 10px;
  margin: 0 0 8px;
  padding: 4px 6px;
  padding-inline-start: 14px;
  border-radius: 14px;
  background: color-mix(in srgb, var(--danger) 10%, var(--paper));
  color: var(--danger);
  font-size: 14px;
  line-height: 1.4;
  min-height: 44px;
}
.trouble p {
  flex: 1;
  margin: 4px 0;
}
.trouble button {
  min-height: 44px;
  padding: 0 12px;
  font-weight: 600;
  border-radius: 12px;
  white-space: nowrap;
}
.composer {
  display: flex;
  align-items: center;
  gap: 2px;
  padding: 4px;
  border-radius: 27px;
  background: var(--raised);
  border: 1px solid transparent;
}
.composer:focus-within {
  border-color: var(--accent);
  box-shadow: 0 0 0 1px var(--accent);
}
.composer input {
  flex: 1;
  min-width: 0;
  height: 44px;
  padding: 0 14px;
  border: 0;
  background: none;
  outline: none;
  font-size: 16px;
}
.composer input::placeholder {
  color: var(--soft);
  opacity: 1;
}
.composer .round:hover {
  background: var(--faint);
}
.composer .send,
.composer .halt,
.composer .microphone[aria-pressed="true"] {
  background: var(--accent);
  color: var(--on-accent);
}
.composer .send:hover,
.composer .halt:hover,
.composer .microphone[aria-pressed="true"]:hover {
  background: var(--accent);
  filter: brightness(1.08);
}
.hint {
  margin: 6px 8px 0;
  font-size: 12.5px;
  color: var(--soft);
}

/* In the page. */
.inline .panel {
  position: relative;
  z-index: auto;
  inset: auto;
  width: 100%;
  height: var(--avatar-height, 640px);
  max-height: none;
  box-shadow: none;
  border: 1px solid var(--faint);
}

/* All of the window. */
.full .panel {
  inset: 0;
  width: auto;
  height: auto;
  border-radius: 0;
  --safe: env(safe-area-inset-bottom);
  padding-top: env(safe-area-inset-top);
}

/* Wide: face on one side, words on the other. */
@container panel (min-width: 600px) {
  .inside {
    grid-template: auto minmax(0, 1fr) auto / minmax(0, 1.15fr) minmax(280px, 1fr);
    grid-template-areas: "stage head" "stage log" "stage foot";
  }
  .frame {
    margin: 14px;
    margin-inline-end: 6px;
    width: auto;
    height: calc(100% - 28px);
    max-height: none;
    max-width: calc(100% - 20px);
    justify-self: stretch;
    aspect-ratio: auto;
  }
  .caption p {
    font-size: clamp(15px, 4.4cqw, 20px);
  }
}
/* Low: a window on its side, a small frame. */
@container panel (max-height: 480px) and (max-width: 599.9px) {
  .frame {
    max-height: 38cqh;
  }
  .log {
    padding-block: 6px;
  }
}

/* A telephone on its side. */
@media (max-height: 520px) and (min-width: 640px) {
  .floating .panel {
    width: min(780px, 100vw - 40px);
    height: calc(100vh - 24px);
    height: calc(100dvh - 24px - var(--keyboard, 0px));
    inset-block-end: calc(12px + var(--keyboard, 0px));
  }
}

/* A telephone: a sheet from below. */
@media (max-width: 480px) {
  .floating .panel,
  .floating.at-start .panel,
  .floating.at-left .panel,
  .floating.at-right .panel {
    inset: auto 0 var(--keyboard, 0px) 0;
    width: auto;
    height: calc(100vh - 24px - env(safe-area-inset-top));
    height: calc(100dvh - 24px - env(safe-area-inset-top) - var(--keyboard, 0px));
    border-end-start-radius: 0;
    border-end-end-radius: 0;
    --safe: env(safe-area-inset-bottom);
  }
  .launcher {
    inset-block-end: calc(14px + env(safe-area-inset-bottom));
    inset-inline-end: calc(14px + env(safe-area-inset-right));
  }
  .at-start .launcher {
    inset-inline: calc(14px + env(safe-area-inset-left)) auto;
  }
}
@media (max-width: 359.9px) {
  .head {
    padding-inline-start: 14px;
    gap: 0;
  }
  .who p {
    font-size: 12px;
    column-gap: 5px;
  }
  .notice::after {
    margin-inline-start: 5px;
  }
  .state::before {
    margin-inline-end: 4px;
  }
  .caption p {
    font-size: 15px;
  }
}
@media (prefers-reduced-motion: reduce) {
  *,
  *::before,
  *::after {
    animation: none !important;
    transition: none !important;
  }
}
@media (forced-colors: active) {
  .panel,
  .launcher,
  .composer,
  .entry.user,
  .caption p {
    border: 1px solid CanvasText;
  }
  .composer .send,
  .composer .halt {
    border: 1px solid ButtonText;
  }
}
`;var st=null;function ni(i,e){try{st||(st=new CSSStyleSheet,st.replaceSync(Ot)),i.adoptedStyleSheets=[st]}catch{let t=document.createElement("style");t.nonce=e,t.textContent=Ot,i.append(t)}}var si={off:"stateOff",connecting:"stateConnecting",reconnecting:"stateReconnecting",offline:"stateOffline",idle:"stateIdle",listening:"stateListening",thinking:"stateThinking",speaking:"stateSpeaking"},oi={offline:"stateOffline",network:"errorNetwork",busy:"errorBusy",full:"errorFull",forbidden:"errorForbidden",missing:"errorMissing",refused:"errorRefused",brain:"errorBrain",face:"errorFace"},ai=new Set(["network","full","other","offline","forbidden","missing"]);var vs=12e4,ot=class{constructor(e,t,r){this.host=e;this.root=t;this.settings=r;this.shell=f("div");this.watch=new nt;this.manner={isStill:!1};this.known=null;this.cameFrom=null;this.isMuted=!1;this.timer=0;this.language=Zr(r.language,this.pageLanguage()),this.words=ei(this.language);let n=r.mode!=="inline";this.panel=new it(this.words,n,this.pressed()),this.launcher=n?new Ze:null,this.talk=new Xe(r,this.panel,this,this.manner,()=>this.language==="zh"?"zh":"en"),this.hearing=new Ke(this.panel,this.talk,this.words,()=>this.spoken(),r.token),this.lay(n),this.follow(),this.status("off"),this.learn(),r.autoConnect&&n?this.talk.connect():r.autoConnect&&this.watch.whenSeen(this.panel.element,()=>this.begin())}dispose(){this.watch.end(),window.clearTimeout(this.timer),this.hearing.stop(),this.talk.dispose(),this.shell.remove()}speak(e){return this.begin(),this.talk.speak(e)}ask(e){return this.begin(),this.talk.ask(e)}interrupt(){this.talk.interrupt()}mute(e){this.isMuted=e,this.talk.mute(e),this.panel.muted(e)}open(){if(this.isOpen)return;this.cameFrom=document.activeElement,this.panel.element.hidden=!1,this.launcher?.open(!0),this.panel.enter(),this.begin(),(matchMedia("(pointer: coarse)").matches?this.panel.element:this.panel.composer.input).focus({preventScroll:!0})}close(){!this.launcher||!this.isOpen||(this.hearing.stop(),this.talk.interrupt(),this.panel.element.hidden=!0,this.launcher.open(!1),this.later(),this.back(this.launcher.element))}get isOpen(){return!this.panel.element.hidden}get metrics(){return{session_id:this.talk.current?.id??null,skew_ms:this.talk.skew,heard:this.talk.heardNow}}status(e){this.shell.dataset.state=e,this.panel.status(this.words[si[e]]),this.panel.composer.busy(e==="speaking"||e==="thinking")}caption(e){this.panel.caption.show(e)}said(e,t,r){this.panel.log.add(e,t,r,this.name)}added(e,t){this.panel.log.extend(e,t)}cutShort(e,t){this.panel.log.cutShort(e,t)}sound(e){this.panel.soundBlocked(e&&!this.isMuted)}trouble(e,t){let r=e?this.words[oi[e]??"errorOther"]:"";this.panel.say(W(r,{name:this.name,seconds:Math.ceil(t)}),ai.has(e??""))}shown(){this.panel.shown()}emit(e,t){this.host.dispatchEvent(new CustomEvent(`avatar:${e}`,{detail:t,bubbles:!0,composed:!0}))}get name(){return this.settings.title||this.known?.title||this.settings.agent}pageLanguage(){return this.host.closest("[lang]")?.getAttribute("lang")??""}spoken(){let e=this.known?.language??"auto";return e==="auto"?this.pageLanguage()||this.language:e}pressed(){return{ask:e=>this.ask(e),stop:()=>this.talk.interrupt(),listen:()=>this.hearing.toggle(),close:()=>this.close(),soundOn:()=>this.talk.unlock(),mute:()=>this.mute(!this.isMuted),captions:()=>this.panel.captions(!this.panel.caption.isOn),retry:()=>this.talk.connect()}}lay(e){let{settings:t,panel:r,launcher:n,shell:s}=this;s.className=`root ${t.mode} at-${t.position}`,s.lang=this.language,s.dir=this.direction(),s.append(...n?[n.element]:[],r.element),r.element.hidden=e,t.mode==="full"&&r.element.setAttribute("aria-modal","true"),t.transcript||r.log.element.classList.add("unseen"),r.captions(t.captions),r.muted(!1),n?.element.addEventListener("click",()=>this.open()),ii(this.root,r.element,()=>t.mode==="full",e?()=>this.close():null),this.hearing.offer(t.microphone,null),this.rename(),ni(this.root,B.nonce),this.root.append(s)}direction(){return this.host.dir?this.host.dir:this.settings.language?ti(this.language)?"rtl":"ltr":getComputedStyle(this.host.parentElement??document.body).direction}rename(){this.panel.rename(this.words,this.name),this.launcher?.rename(this.words,this.name)}follow(){let{watch:e,shell:t,settings:r}=this;e.follow("(prefers-color-scheme: dark)",n=>{t.dataset.theme=r.theme==="auto"?n?"dark":"light":r.theme}),e.follow("(prefers-reduced-motion: reduce)",n=>{this.manner.isStill=n}),e.keyboard(n=>t.style.setProperty("--keyboard",`${n}px`)),e.on(document,"visibilitychange",()=>document.hidden?this.later():this.returned()),e.on(document,"pointerup",()=>this.talk.unlock()),e.on(document,"keydown",()=>this.talk.unlock()),e.on(window,"offline",()=>this.talk.offline())}async learn(){let e=await Br(this.settings).catch(()=>null);if(!e||!this.shell.isConnected)return;this.known=e,this.rename();let t=e.transcription_url;this.hearing.offer(this.settings.microphone,t&&new URL(t,this.settings.server).href),e.poster_url&&await this.poster(new URL(e.poster_url,this.settings.server).href)}async poster(e){await Pt(this.panel.poster,e)&&this.panel.posed(),this.launcher&&await Pt(this.launcher.picture,e)&&(this.launcher.picture.hidden=!1)}begin(){window.clearTimeout(this.timer),this.talk.connect(),navigator.userActivation?.isActive&&this.talk.unlock(),this.talk.greet(this.settings.greeting)}back(e){let{cameFrom:t}=this;(t instanceof HTMLElement&&t!==this.host&&t!==document.body&&t.isConnected?t:e).focus({preventScroll:!0})}later(){window.clearTimeout(this.timer),this.timer=window.setTimeout(()=>{this.isOpen&&!document.hidden||(this.talk.isBusy?this.later():this.talk.rest())},vs)}returned(){window.clearTimeout(this.timer),this.isOpen&&this.talk.isResting&&this.talk.connect()}};var lt,M,P,at,_t,Ft,ce=class extends HTMLElement{constructor(){super(...arguments);de(this,P);de(this,lt,this.attachShadow({mode:"open"}));de(this,M,null)}speak(t){return U(this,P,at).call(this).speak(t)}ask(t){return U(this,P,at).call(this).ask(t)}interrupt(){R(this,M)?.interrupt()}mute(t=!0){U(this,P,at).call(this).mute(t)}open(){R(this,M)?.open()}close(){R(this,M)?.close()}get isOpen(){return R(this,M)?.isOpen??!1}get metrics(){return R(this,M)?.metrics??{}}connectedCallback(){R(this,M)||U(this,P,_t).call(this)}disconnectedCallback(){queueMicrotask(()=>{this.isConnected||U(this,P,Ft).call(this)})}attributeChangedCallback(t,r,n){r===n||!this.isConnected||!R(this,M)||(U(this,P,Ft).call(this),U(this,P,_t).call(this))}};lt=new WeakMap,M=new WeakMap,P=new WeakSet,at=function(){if(!R(this,M))throw new Error("avatar-agent: it is not in a page yet, or names no agent");return R(this,M)},_t=function(){let t=Bt(this,B.url);t.agent?mt(this,M,new ot(this,R(this,lt),t)):console.warn('avatar-agent: say which agent: data-agent="NAME"')},Ft=function(){R(this,M)?.dispose(),mt(this,M,null)},ce.observedAttributes=Nt;var ct="avatar-agent",$=document.currentScript,ws={version:1,get(i){return Array.from(document.querySelectorAll(ct)).find(t=>!i||(t.dataset.agent??t.getAttribute("agent"))===i)??null},texts(i,e){Qr(i,e)}};function li(i){let e=document.createElement(ct);for(let[r,n]of Object.entries(i.dataset))n!==void 0&&(e.dataset[r]=n);let t=i.dataset.target?document.querySelector(i.dataset.target):null;t?t.append(e):i.dataset.mode==="inline"&&i.parentElement!==document.head?i.after(e):document.body.append(e)}$&&(B.url=$.src||document.baseURI,B.nonce=$.nonce??"");customElements.get(ct)||(window.Avatar=ws,customElements.define(ct,ce));$?.dataset.agent&&(document.body?li($):document.addEventListener("DOMContentLoaded",()=>li($),{once:!0}));})();
