var I=o=>[`${o}Left`,`${o}Right`],le=["eyeBlink","eyeLookDown","eyeLookIn","eyeLookOut","eyeLookUp","eyeSquint","eyeWide"],he=[...le.map(o=>`${o}Left`),...le.map(o=>`${o}Right`),"jawForward","jawLeft","jawRight","jawOpen","mouthClose","mouthFunnel","mouthPucker",...["mouth","mouthSmile","mouthFrown","mouthDimple","mouthStretch"].flatMap(I),"mouthRollLower","mouthRollUpper","mouthShrugLower","mouthShrugUpper",...["mouthPress","mouthLowerDown","mouthUpperUp","browDown"].flatMap(I),"browInnerUp",...I("browOuterUp"),"cheekPuff",...I("cheekSquint"),...I("noseSneer"),"tongueOut"],J=[...he,"tongueTip","headPitch","headYaw","headRoll","headX","headY","headZ","gazeRight","gazeDown","breath"],Q=J.length,M=he.length;function R(o){let e=J.indexOf(o);if(e<0)throw new Error(`There is no column "${o}" in a row of motion.`);return e}var ue=R("tongueTip"),k=R("headPitch"),pe=R("gazeRight"),me=R("breath");var Be=`#version 300 es
precision highp float;
precision highp int;
precision highp sampler2D;
`,V=class{constructor(e,t,r,n=[]){this.gl=e;this.places=new Map;this.handle=ee(e.createProgram());let a=[de(e,e.VERTEX_SHADER,t),de(e,e.FRAGMENT_SHADER,r)];if(a.forEach(i=>e.attachShader(this.handle,i)),n.forEach((i,s)=>e.bindAttribLocation(this.handle,s,i)),e.linkProgram(this.handle),a.forEach(i=>e.deleteShader(i)),!e.getProgramParameter(this.handle,e.LINK_STATUS)&&!e.isContextLost())throw new Error(`The drawing program does not link: ${e.getProgramInfoLog(this.handle)}`)}use(){this.gl.useProgram(this.handle)}set(e,t,r){let{gl:n}=this,a=this.place(e),i=typeof t=="number"?[t]:t;switch(r??i.length){case 1:return n.uniform1fv(a,i);case 2:return n.uniform2fv(a,i);case 3:return n.uniform3fv(a,i);default:return n.uniform4fv(a,i)}}samplers(e){this.use();for(let[t,r]of Object.entries(e))this.gl.uniform1i(this.place(t),r)}place(e){let t=this.places.get(e);return t===void 0&&this.places.set(e,t=this.gl.getUniformLocation(this.handle,e)),t}};function de(o,e,t){let r=ee(o.createShader(e));if(o.shaderSource(r,Be+t),o.compileShader(r),!o.getShaderParameter(r,o.COMPILE_STATUS)&&!o.isContextLost())throw new Error(`A drawing program does not compile: ${o.getShaderInfoLog(r)}`);return r}function ee(o){if(o===null)throw new Error("The graphics context is lost.");return o}function G(o,e,t){let r=ee(o.createTexture());o.activeTexture(o.TEXTURE0+e),o.bindTexture(o.TEXTURE_2D,r);let n=t?o.LINEAR:o.NEAREST;return o.texParameteri(o.TEXTURE_2D,o.TEXTURE_MIN_FILTER,n),o.texParameteri(o.TEXTURE_2D,o.TEXTURE_MAG_FILTER,n),o.texParameteri(o.TEXTURE_2D,o.TEXTURE_WRAP_S,o.CLAMP_TO_EDGE),o.texParameteri(o.TEXTURE_2D,o.TEXTURE_WRAP_T,o.CLAMP_TO_EDGE),r}function T(o,e,t,r,n=0){G(o,e,r),o.texStorage2D(o.TEXTURE_2D,1,o.RGBA8,t.width+2*n,t.height+2*n),o.texSubImage2D(o.TEXTURE_2D,0,n,n,o.RGBA,o.UNSIGNED_BYTE,t)}function te(o,e,t,r,n){let a=n.length===t*r;G(o,e,!1),o.texImage2D(o.TEXTURE_2D,0,a?o.R32F:o.RGBA32F,t,r,0,a?o.RED:o.RGBA,o.FLOAT,n)}var U=class{constructor(e,t){this.gl=e;this.unit=t;this.width=0;this.height=0;this.pairs=new Float32Array(0);this.texture=G(e,t,!1)}set(e,t,r,n){let{gl:a}=this;a.activeTexture(a.TEXTURE0+this.unit),a.bindTexture(a.TEXTURE_2D,this.texture),(e>this.width||t>this.height)&&(this.width=Math.max(e+16,this.width),this.height=Math.max(t+16,this.height),a.texImage2D(a.TEXTURE_2D,0,a.RG32F,this.width,this.height,0,a.RG,a.FLOAT,null),this.pairs=new Float32Array(2*this.width*this.height));for(let i=0;i<r.length;i++)this.pairs[2*i]=r[i],this.pairs[2*i+1]=n[i];a.texSubImage2D(a.TEXTURE_2D,0,0,0,e,t,a.RG,a.FLOAT,this.pairs)}};var re=`// A box of the picture: left, top, right, bottom, px.
uniform vec4 box;
uniform vec2 canvas;

void main() {
  vec2 place = vec2(gl_VertexID % 2 == 0 ? box.x : box.z, gl_VertexID < 2 ? box.y : box.w);
  gl_Position = vec4(2.0 * place.x / canvas.x - 1.0, 1.0 - 2.0 * place.y / canvas.y, 0.0, 1.0);
}
`;var fe=`// An eye between its lids: the eyeball that has turned, lashes that stay with the lid, and the catch-light.
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
  vec3 value = 255.0 * eyeball(at - near * near * (3.0 - 2.0 * near) * shift).rgb;
  vec2 fallen = at + vec2(0.0, lifted * openingAt(at.x));
  if (kept > 0.0 && isIn(lashesBox, fallen)) {
    vec4 over = kept * lash(fallen);
    value = value * (1.0 - over.a) + 255.0 * over.rgb;
  }
  vec2 shine = at - GLINT_SHARE * shift;
  if (isIn(glintReach, shine)) value += glint(shine).rgb;
  colour = finished(value * seen.g, seen.r);
}
`;var ye=`// The inside of the mouth: its layers over each other, lit, and seen between the lips.
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
  return levels(texture(layers, (rect.xy + inside) / layersSize));
}

void main() {
  vec3 at = vec3(here(), 1.0);
  vec2 seen = texelFetch(mask, ivec2(at.xy - box.xy), 0).rg;
  vec3 value = vec3(0.0);
  for (int k = 0; k < 4; k++) {
    vec4 over = layer(rects[k], vec2(dot(across[k], at), dot(down[k], at)));
    value = value * (1.0 - over.a / 255.0) + over.rgb * lit[k];
  }
  float cool = seen.g * (WALLS + (1.0 - WALLS) * seen.g);
  colour = finished(value * vec3(seen.g, cool, cool), seen.r);
}
`;var y={person:0,plate:1,label:2,around:3,rims:4,mouth:5,mouthMask:6,eyes:7,eyeMasks:8,glints:10,openings:12};var _=2,B=class{constructor(e,t,r){this.gl=e;this.rig=t;let{mouth:n}=t.pictures;T(e,y.mouth,n,!0,_),this.mask=new U(e,y.mouthMask),this.program=r.program(re,ye,{layers:y.mouth,mask:y.mouthMask}),this.program.set("layersSize",[n.width+2*_,n.height+2*_])}draw({box:e,cover:t,light:r,layers:n}){let{program:a,rig:i}=this;a.use(),this.mask.set(e[2]-e[0],e[3]-e[1],t,r);let s=n.map(({index:c})=>i.mouth.layers[c]);a.set("rects",s.flatMap(([c,l,h,u])=>[c+_,l+_,h,u]),4),a.set("across",n.flatMap(({place:c})=>c.slice(0,3)),3),a.set("down",n.flatMap(({place:c})=>c.slice(3)),3),a.set("lit",n.map(({lit:c})=>c),1),be(this.gl,a,e)}},C=class{constructor(e,t,r,n,a){this.gl=e;let{ball:i,turned:s,lashes:c,boxes:l,glint:h,opening:u,iris:p,radius:m,reach:d}=r.eye;n===0&&T(e,y.eyes,t.pictures.eyes,!1),this.mask=new U(e,y.eyeMasks+n);let g={width:1,height:1,data:new Float32Array(3)},{width:x,height:b,data:f}=h?.picture??g,A=new Float32Array(4*x*b).map((P,L)=>L%4===3?0:f[3*(L>>2)+L%4]);te(e,y.glints+n,x,b,A),te(e,y.openings+n,u.length,1,u);let E={mask:y.eyeMasks+n,glints:y.glints+n,openings:y.openings+n},v=this.program=a.program(re,fe,{eyes:y.eyes,...E});v.set("ball",i),v.set("turnedCorner",s.slice(0,2)),v.set("lashesCorner",c.slice(0,2)),v.set("lashesBox",l[0]),v.set("glintBox",h?[h.left,h.top,0,0]:[0,0,0,0]),v.set("glintReach",l[1]),v.set("glintSize",h?[x,b]:[0,0]),v.set("iris",p),v.set("radius",m),v.set("reach",d)}draw({box:e,cover:t,light:r,place:n,shift:a,turned:i,lifted:s,kept:c}){let{program:l}=this;l.use(),this.mask.set(e[2]-e[0],e[3]-e[1],t,r),l.set("across",n.slice(0,3)),l.set("down",n.slice(3)),l.set("shift",a),l.set("turned",i),l.set("lifted",s),l.set("kept",c),be(this.gl,l,e)}};function be(o,e,t){e.set("box",t),o.enable(o.BLEND),o.blendFunc(o.SRC_ALPHA,o.ONE_MINUS_SRC_ALPHA),o.bindVertexArray(null),o.drawArrays(o.TRIANGLE_STRIP,0,4)}function F(o,e){return o[0]*e[0]+o[1]*e[1]+o[2]*e[2]}function w(o,[e,t,r]){return[o[0]*e+o[1]*t+o[2]*r,o[3]*e+o[4]*t+o[5]*r,o[6]*e+o[7]*t+o[8]*r]}function oe(o){return[o[0],o[3],o[6],o[1],o[4],o[7],o[2],o[5],o[8]]}function N(o,e){let[t,r,n]=oe(e).reduce((c,l,h)=>{var u;return(c[u=Math.floor(h/3)]??(c[u]=[0,0,0]))[h%3]=l,c},[]),[a,i,s]=[w(o,t),w(o,r),w(o,n)];return[a[0],i[0],s[0],a[1],i[1],s[1],a[2],i[2],s[2]]}function ve(o,e,t){let[r,n]=[Math.sin(o),Math.cos(o)],[a,i]=[Math.sin(-e),Math.cos(-e)],[s,c]=[Math.sin(t),Math.cos(t)],l=[1,0,0,0,n,-r,0,r,n],h=[i,0,a,0,1,0,-a,0,i],u=[c,-s,0,s,c,0,0,0,1];return N(N(u,h),l)}function S(o,e){let t=We(e),{width:r,height:n,data:a}=o,i=ge(a,t,r,1,n,r);return{width:r,height:n,data:ge(i,t,n,r,r,1)}}function We(o){let e=Math.floor((Math.round(8*o+1)|1)/2),t=new Float64Array(e+1).map((n,a)=>Math.exp(-.5*a*a/(o*o))),r=t.reduce((n,a)=>n+2*a,-t[0]);return t.map(n=>n/r)}function ge(o,e,t,r,n,a){let i=new Float32Array(o.length),s=e.length-1,c=new Float64Array(t+2*s),l=Array.from(c,(h,u)=>je(u-s,t)*r);for(let h=0;h<n;h++){for(let u=0;u<c.length;u++)c[u]=o[h*a+l[u]];for(let u=0;u<t;u++){let p=e[0]*c[u+s];for(let m=1;m<=s;m++)p+=e[m]*(c[u+s-m]+c[u+s+m]);i[h*a+u*r]=p}}return i}function je(o,e){if(e===1)return 0;let t=2*e-2,r=(o%t+t)%t;return r<e?r:t-r}function z({width:o,height:e,data:t},r){let n=new Float32Array(t.length),a=Math.floor(r),i=r-a;for(let s=0,c=0;s<e;s++)for(let l=0;l<o;l++,c++){let h=s>=a?t[c-a*o]:0,u=s>a?t[c-(a+1)*o]:0;n[c]=h+(u-h)*i}return{width:o,height:e,data:n}}function W(o,e,t){let[r,n,a,i]=[1/0,1/0,-1/0,-1/0];for(let c=0;c<o.length;c+=2)r=Math.min(r,o[c]),a=Math.max(a,o[c]),n=Math.min(n,o[c+1]),i=Math.max(i,o[c+1]);let s=[Math.max(0,Math.floor(r)-t),Math.max(0,Math.floor(n)-t),Math.min(e[0],Math.ceil(a)+t),Math.min(e[1],Math.ceil(i)+t)];return s[2]-s[0]>1&&s[3]-s[1]>1?s:null}var H=class{constructor(){this.fine=new Uint8Array(0)}cover(e,[t,r,n,a]){let[i,s]=[n-t,a-r],[c,l]=[i*4,s*4];this.fine.length<c*l&&(this.fine=new Uint8Array(c*l));let h=this.fine.fill(0,0,c*l),u=Xe(e,t,r);return $e(h,c,l,u),Ye(h,c,l,u),{width:i,height:s,data:Ke(h,i,s)}}};function Xe(o,e,t){let r=new Float64Array(o.length);for(let n=0;n<o.length;n+=2)r[n]=we(((o[n]-e)*4-.5)*16)/16,r[n+1]=Math.floor(we(((o[n+1]-t)*4-.5)*16)/16+.5);return r}function we(o){let e=Math.floor(o),t=o-e;return t>.5||t===.5&&e%2!==0?e+1:e}function Ye(o,e,t,r){let n=Array.from({length:t},()=>[]);for(let a=0;a<r.length;a+=2){let i=(a+2)%r.length,[s,c]=r[a+1]<r[i+1]?[a,i]:[i,a],[l,h]=[r[s+1],r[c+1]];if(l===h)continue;let u=(r[c]-r[s])/(h-l);for(let p=Math.max(l,0);p<Math.min(h,t);p++)n[p].push(r[s]+(p-l)*u)}n.forEach((a,i)=>{a.sort((s,c)=>s-c);for(let s=0;s+1<a.length;s+=2){let[c,l]=[Math.max(0,Math.ceil(a[s])),Math.min(e-1,Math.floor(a[s+1]))];c<=l&&o.fill(255,i*e+c,i*e+l+1)}})}function $e(o,e,t,r){for(let n=0;n<r.length;n+=2){let a=(n+r.length-2)%r.length,[i,s,c,l]=[r[a],r[a+1],r[n],r[n+1]];Math.abs(c-i)>Math.abs(l-s)?xe(o,1,e,e,t,i,s,c,l):xe(o,e,1,t,e,s,i,l,c)}}function xe(o,e,t,r,n,a,i,s,c){a>s&&([a,i,s,c]=[s,c,a,i]);let l=(c-i)/Math.max(s-a,1/65536),h=Math.abs(l)>=1?1:Math.sqrt((1+l*l)/2),[u,p]=[Math.floor(a),Math.floor(s+1)];for(let m=Math.max(u,0);m<=Math.min(p,r-1);m++){let d=i+l*(m-a)+.5,g=Math.floor(d),x=qe(m,a,s)*h;for(let b=-1;b<=1;b++){let f=g+b;if(f<0||f>=n)continue;let A=(f+.5-d)/.53125,E=x*.996*Math.exp(-.5*A*A),v=m*e+f*t;o[v]+=(255-o[v])*E*(2-E)+.5}}}function qe(o,e,t){return Math.max(0,Math.min(1,(o+1-e)/2)+Math.min(1,(t+1-o)/2)-1)}function Ke(o,e,t){let r=new Float32Array(e*t),n=e*4;for(let a=0,i=0;a<t;a++)for(let s=0;s<e;s++,i++){let c=0;for(let l=0,h=a*4*n+s*4;l<4;l++,h+=n)for(let u=0;u<4;u++)c+=o[h+u];r[i]=Math.round(c/16)/255}return r}function Ae(o,[e,t]){let r=e/o.size[0],{left:n,top:a,scale:i,zoom:s,margin:c}=o;return{width:e,height:t,left:n,top:a,larger:r,scale:i*r,zoom:s/r,margin:c*r}}function D(o,e,t){let r=new Float32Array(2*t.length);for(let n=0;n<t.length;n++)r[2*n]=(e[3*t[n]]-o.left)*o.scale,r[2*n+1]=(e[3*t[n]+1]-o.top)*o.scale;return r}var Ze=.19,Ee=.016,Re=9,j=class{constructor(e,t,r,n){this.eye=e;this.rig=t;this.view=r;this.painter=n;this.unit=t.unit*r.scale*r.zoom}look(e,t){let{view:r,eye:n}=this,a=Je(D(r,e.vertices,n.upper),D(r,e.vertices,n.lower)),i=W(a,[r.width,r.height],2);if(!i)return null;let s=this.painter.cover(a,i),c=s.data.reduce((p,m)=>p+m,0);if(c===0)return null;let l=[0,1].map(p=>Ze*this.unit*Math.sin(t[pe+p])),h=Math.min(1,Math.abs(l[1])/(Ee*this.unit)),u=this.raised(e);return{box:i,shift:l,cover:s.data,light:this.light(s,c),place:this.place(e),turned:Math.round(h*(Re-1))/(Re-1),lifted:u*this.unit,kept:1-h*(1-Math.min(1,u/Ee))}}raised(e){let{lid:t,lidRest:r}=this.eye,a=w(e.turn,r).map((c,l)=>e.vertices[3*t+l]-c-e.shift[l]),{axes:i,unit:s}=this.rig;return Math.max(0,-F(a,w(e.turn,[i[1],i[4],i[7]]))/s)}light(e,t){let r=this.eye.openArea*this.view.larger**2,n=Math.min(1,Math.max(0,2.5*(1-t/r)-.1));if(n===0)return new Float32Array(e.data.length).fill(1);let a=.035*this.unit/this.view.zoom;return S(z(e,a),Math.max(.6,.6*a)).data.map(s=>1-.34*n*(1-s))}place({turn:e,shift:t}){let{view:r,eye:n}=this,[a,i,s,c]=[e[0],e[1],e[3],e[4]],l=a*c-i*s,h=[c/l,-i/l,-s/l,a/l],u=r.left-e[2]*n.depth-t[0],p=r.top-e[5]*n.depth-t[1],m=r.scale*r.zoom,d=(b,f,A,E)=>(b*u+f*p-A)*m-E+r.margin*r.zoom,[g,x]=[d(h[0],h[1],r.left,n.corner[0]),d(h[2],h[3],r.top,n.corner[1])];return[h[0]*r.zoom,h[1]*r.zoom,g,h[2]*r.zoom,h[3]*r.zoom,x]}};function Je(o,e){let t=o.length,r=new Float32Array(2*t),[n,a]=[o[t-2]-o[0],o[t-1]-o[1]];for(let i=0;i<t;i+=2){let s=(e[i+1]-o[i+1])*n-(e[i]-o[i])*a<0;for(let c=0;c<2;c++){let[l,h]=[o[i+c],e[i+c]];r[i+c]=s?(l+h)/2:l,r[2*t-2-i+c]=s?(l+h)/2:h}}return r}var Te=`// What comes last in every picture, whatever draws it: the photo's edges, where they show, and the label.
uniform vec2 size;
uniform float larger;
uniform sampler2D label;
uniform vec4 labelPlace;
#ifdef INSET
uniform sampler2D around;
uniform sampler2D rims;
#endif

// Levels are whole, as in the server's pictures.
vec4 levels(vec4 colour) {
  return floor(colour * 255.0 + 0.5);
}

vec2 here() {
  return vec2(gl_FragCoord.x, size.y - gl_FragCoord.y);
}

vec4 finished(vec3 colour, float share) {
  vec2 at = here();
#ifdef INSET
  vec2 film = at / larger;
  vec2 reach = vec2(textureSize(rims, 0));
  float seen = texture(rims, vec2(film.x / reach.x, 0.25)).r * texture(rims, vec2(film.y / reach.x, 0.75)).r;
  vec3 beyond = levels(texture(around, at / size)).rgb;
  colour = floor(mix(beyond, colour, floor(seen * 255.0 + 0.5) / 255.0) + 0.5);
#endif
  vec2 ink = (at - labelPlace.xy) / labelPlace.zw;
  if (ink.x > 0.0 && ink.y > 0.0 && ink.x < 1.0 && ink.y < 1.0) {
    vec4 over = texture(label, ink);
    colour = floor(colour * (1.0 - over.a) + 255.0 * over.rgb + 0.5);
  }
  return vec4(colour / 255.0, share);
}
`;var X=class{constructor(e,t,r,n){this.gl=e;this.rig=t;this.view=r;this.label=n;T(e,y.label,n.picture,r.larger!==1),t.inset&&(T(e,y.around,t.inset.around,r.larger!==1),et(e,t.inset.across,t.inset.down,r.larger!==1))}program(e,t,r,n){let{gl:a,rig:i,view:s,label:c}=this,l=new V(a,e,(i.inset?`#define INSET
`:"")+Te+t,n);l.samplers({...r,label:y.label,around:y.around,rims:y.rims}),l.set("size",[s.width,s.height]),l.set("canvas",[s.width,s.height]),l.set("larger",s.larger);let h=[c.left,c.top,c.picture.width,c.picture.height];return l.set("labelPlace",h.map(u=>u*s.larger)),l}};function et(o,e,t,r){let n=Math.max(e.length,t.length),a=new Uint8Array(2*n);a.set(e.map(i=>Math.round(255*i))),a.set(t.map(i=>Math.round(255*i)),n),G(o,y.rims,r),o.pixelStorei(o.UNPACK_ALIGNMENT,1),o.texImage2D(o.TEXTURE_2D,0,o.R8,n,2,0,o.RED,o.UNSIGNED_BYTE,a),o.pixelStorei(o.UNPACK_ALIGNMENT,4)}var ne=.03,tt=.13,rt=.58,ot=.3,nt=.0035,at=.09,it=.6,Le=.5,st=.12,Me=.1,ct=.8,lt=R("tongueOut"),[Fe,ae,Se,Pe]=[0,1,2,3],Y=class{constructor(e,t,r){this.rig=e;this.view=t;this.painter=r;this.unit=e.unit*t.scale}look(e,t){let{rig:r,view:n}=this,a=Math.min(1,e.lipGap/(ne*r.unit));if(!r.mouth.isOpen&&e.lipGap*n.scale<.35)return null;let i=this.outline(e,a),s=W(i,[n.width,n.height],3);if(!s)return null;let c=this.painter.cover(i,s),l=this.tucked(e),h=this.light(c,e,l),u=S(c,Math.max(.35,nt*this.unit)).data;return ht(u,i,s,r.mouth.isOpen?.7:.2,.42+.58*Math.max(a,l)),{box:s,cover:u,light:h,layers:this.layers(e,t[ue],t[lt])}}outline(e,t){let{rig:r,view:n}=this,[a,i]=[r.upperLip,r.lowerLip].map(h=>D(n,e.vertices,h)),s=r.mouth.isOpen?1-t:0,c=a.length,l=new Float32Array(2*c);for(let h=0;h<c;h+=2)for(let u=0;u<2;u++){let p=s*r.mouth.line[h+u]*n.larger;l[h+u]=a[h+u]-p,l[2*c-2-h+u]=i[h+u]+p}return l}layers(e,t,r){let n=[0,-tt*Math.max(t,Math.min(1,2.5*r)),-.1*r],a=w(this.rig.axes,n).map(c=>c*this.rig.unit),i=[.5,rt,1,0];return(r>.1?[Fe,Se,ae,Pe]:[Fe,ae,Se,Pe]).map(c=>{let l=c===ae,h=e.jaw.map((p,m)=>p*i[c]+(l?a[m]:0)),u=l?1-ot*Math.max(0,t-r):1;return{index:c,place:this.place(e,h),lit:u}})}place(e,t){let{rig:r,view:n}=this,{axes:a}=r,{centre:i}=r.mouth,s=r.mouth.step*n.scale,c=w(e.turn,[a[0],a[3],a[6]]).map(v=>v*s),l=w(e.turn,[a[1],a[4],a[7]]).map(v=>v*s),h=w(e.turn,[i[0]+t[0],i[1]+t[1],i[2]+t[2]]),u=(h[0]+e.shift[0]-n.left)*n.scale,p=(h[1]+e.shift[1]-n.top)*n.scale,[m,d,g,x]=[c[0],l[0],c[1],l[1]],b=m*x-d*g,f=[x/b,-d/b,-g/b,m/b],[A,E]=r.mouth.origin;return[f[0],f[1],A-f[0]*u-f[1]*p,f[2],f[3],E-f[2]*u-f[3]*p]}light(e,t,r){let n=t.lipGap*this.view.scale,a=Math.min(.05*this.unit,Math.max(.4*n,.5)),i=S(z(e,a),Math.max(.6,.5*a)).data,s=S(e,Math.max(.6,.35*a)).data,c=ct*r,l=Math.max(Math.min(1,n/(st*this.unit)),c),h=Math.max(Math.min(1,n/(ne*this.unit)),c),u=(Le+(1-Le)*l)*(.35+.65*h)*this.letIn(t);return i.map((p,m)=>(c+(1-c)*(.62+.38*p)*(.7+.3*s[m]))*u)}letIn(e){let t=(this.beforeTeeth(e,this.rig.upperLip)+this.beforeTeeth(e,this.rig.lowerLip))/2,r=e.lipGap/this.rig.unit+.03;return r/(r+it*Math.max(0,t-Me))}tucked(e){return ie(2-e.lipGap/(ne*this.rig.unit))*ie(1-this.beforeTeeth(e,this.rig.lowerLip)/Me)}beforeTeeth(e,t){let r=Math.floor(t.length/4),n=w(e.turn,this.rig.mouth.centre).map((s,c)=>s+e.shift[c]),a=1/(t.length-2*r);for(let s=r;s<t.length-r;s++)for(let c=0;c<3;c++)n[c]-=e.vertices[3*t[s]+c]*a;let i=w(e.turn,[this.rig.axes[2],this.rig.axes[5],this.rig.axes[8]]);return F(n,i)/this.rig.unit}};function ht(o,e,t,r,n){let a=e.length/2,[i,s]=[e[0],e[1]],c=[e[a-2]-i,e[a-1]-s],l=Math.max(c[0]**2+c[1]**2,1),h=t[2]-t[0];for(let u=0;u<o.length;u++){let p=t[0]+u%h+.5-i,m=t[1]+Math.floor(u/h)+.5-s,d=(p*c[0]+m*c[1])/l,g=ie(Math.min(d,1-d)/at);o[u]*=(r+(1-r)*g*g*(3-2*g))*n}}function ie(o){return Math.min(1,Math.max(0,o))}var Ie=`// The photo where it has moved to, over what is behind.
in vec2 atPlace;
in vec2 atSource;
in float atLight;
uniform sampler2D person;
uniform sampler2D plate;
uniform vec2 personSize;
uniform vec4 window;
out vec4 colour;

// Graphics cards move corners to a grid, of 1/16 px at worst, before they draw: this undoes it.
vec2 exactSource(vec2 at) {
  mat2 places = mat2(dFdx(atPlace), dFdy(atPlace));
  mat2 sources = mat2(dFdx(atSource), dFdy(atSource));
  float area = determinant(places);
  vec2 off = at - atPlace;
  if (abs(area) < 0.25 || dot(off, off) > 1.0) return atSource;
  return atSource + sources * (inverse(places) * off);
}

void main() {
  vec2 at = here();
  vec2 source = exactSource(at);
  vec4 own = levels(texture(person, source / personSize));
  vec2 inside = step(window.xy, at) * step(at, window.zw);
  own *= inside.x * inside.y;
  vec3 behind = levels(texture(plate, at / size)).rgb;
  vec3 whole = own.rgb * (1.0 + atLight) + behind * ((255.0 - own.a) / 255.0);
  colour = finished(floor(clamp(whole, 0.0, 255.0) + 0.5), 1.0);
}
`;var ke=`// A vertex of the person, or a corner of the whole picture, which stays where it is.
in vec2 place;
in float light;
in vec2 source;
uniform vec2 canvas;
uniform float shaded;
out vec2 atPlace;
out vec2 atSource;
out float atLight;

void main() {
  atPlace = place;
  atSource = source;
  atLight = light * shaded;
  gl_Position = vec4(2.0 * place.x / canvas.x - 1.0, 1.0 - 2.0 * place.y / canvas.y, 0.0, 1.0);
}
`;var Ue=["place","light","source"],$=class{constructor(e,t,r,n){this.gl=e;this.view=r;let{person:a,plate:i}=t.pictures;T(e,y.person,a,!0),T(e,y.plate,i,r.larger!==1),this.program=n.program(ke,Ie,{person:y.person,plate:y.plate},Ue),this.program.set("personSize",[a.width,a.height]),this.program.set("window",t.window.map(p=>p*r.larger));let s=t.resting.length/3;this.moved=new Float32Array(3*(s+4));let c=new Float32Array(2*(s+4));c.set(t.sources),[[0,0],[r.width,0],[0,r.height],[r.width,r.height]].forEach(([p,m],d)=>{this.moved.set([p,m,0],3*(s+d)),c.set([(p+r.margin)*r.zoom,(m+r.margin)*r.zoom],2*(s+d))}),this.array=e.createVertexArray(),e.bindVertexArray(this.array),this.buffer=this.attributes(c);let l=[0,1,2,2,1,3].map(p=>s+p),h=s+4>65535?Uint32Array:Uint16Array;this.kind=h===Uint16Array?e.UNSIGNED_SHORT:e.UNSIGNED_INT;let u=h.from([...l,...t.around,...t.face]);e.bindBuffer(e.ELEMENT_ARRAY_BUFFER,e.createBuffer()),e.bufferData(e.ELEMENT_ARRAY_BUFFER,u,e.STATIC_DRAW),this.counts=[l.length+t.around.length,t.face.length],e.bindVertexArray(null)}attributes(e){let{gl:t}=this,r=t.createBuffer();return t.bindBuffer(t.ARRAY_BUFFER,r),t.vertexAttribPointer(0,2,t.FLOAT,!1,12,0),t.vertexAttribPointer(1,1,t.FLOAT,!1,12,8),t.bindBuffer(t.ARRAY_BUFFER,t.createBuffer()),t.bufferData(t.ARRAY_BUFFER,e,t.STATIC_DRAW),t.vertexAttribPointer(2,2,t.FLOAT,!1,8,0),Ue.forEach((n,a)=>t.enableVertexAttribArray(a)),r}draw({vertices:e,shade:t}){let{gl:r,view:n,moved:a,program:i}=this;for(let l=0;l<t.length;l++)a[3*l]=(e[3*l]-n.left)*n.scale,a[3*l+1]=(e[3*l+1]-n.top)*n.scale,a[3*l+2]=t[l];i.use(),r.disable(r.BLEND),r.bindVertexArray(this.array),r.bindBuffer(r.ARRAY_BUFFER,this.buffer),r.bufferData(r.ARRAY_BUFFER,a,r.DYNAMIC_DRAW);let[s,c]=this.counts;i.set("shaded",0),r.drawElements(r.TRIANGLES,s,this.kind,0),i.set("shaded",1),r.drawElements(r.TRIANGLES,c,this.kind,s*(this.kind===r.UNSIGNED_SHORT?2:4))}};var mt=R("jawOpen"),Ge=R("mouthClose"),dt=["jawForward","jawLeft","jawRight","jawOpen"].map(R),ft=["Left","Right"].map(o=>({blink:R(`eyeBlink${o}`),lids:["eyeSquint","eyeLookDown","eyeLookUp","eyeWide"].map(e=>R(e+o))})),_e=.35,yt=.3,bt=.08,q=class{constructor(e){this.rig=e;this.weights=new Float32Array(M);let t=e.resting.length/3;this.posed={vertices:new Float32Array(3*t),shade:new Float32Array(t),turn:[1,0,0,0,1,0,0,0,1],shift:[0,0,0],jaw:[0,0,0],lipGap:0},this.apart=new Float32Array(3*e.upperLip.length),this.right=[e.axes[0],this.rig.axes[3],this.rig.axes[6]],this.down=[this.rig.axes[1],this.rig.axes[4],this.rig.axes[7]]}pose(e){let{rig:t,posed:r}=this;this.shadeBy(e);let n=this.hold(e);r.vertices.set(t.resting);for(let s=0;s<M;s++){let c=n[s],l=t.shapes[s];c!==0&&l&&vt(r.vertices,l,c)}r.lipGap=this.keepLipsApart(r.vertices);let a=[0,1,2].map(s=>e[k+3+s]*t.travel*t.unit),i=w(this.rig.axes,a);return this.turnHead(e,i),this.carry(i.map(s=>yt*s),e[me]),r.jaw=[0,1,2].map(s=>dt.reduce((c,l,h)=>c+n[l]*this.rig.mouth.jaw[h][s],0)),r}shadeBy(e){let{shade:t}=this.posed;this.rig.seamShade?t.set(this.rig.seamShade):t.fill(0);for(let r=0;r<M;r++){let n=e[r],a=this.rig.shades[r];if(n===0||!a)continue;let{vertices:i,values:s}=a;for(let c=0;c<i.length;c++)t[i[c]]+=n*s[c]}}hold(e){let{weights:t}=this;t.set(e.subarray(0,M));let r=t[Ge]-t[mt]-bt;r>0&&(t[Ge]-=r);for(let{blink:n,lids:a}of ft){let i=1-Math.min(t[n],1);for(let s of a)t[s]*=i}return t}keepLipsApart(e){let{rig:t,apart:r,right:n,down:a}=this,i=0,s=!1;for(let c=0;c<t.upperLip.length;c++){let l=3*t.upperLip[c],h=3*t.lowerLip[c],u=[0,1,2].map(d=>e[h+d]-e[l+d]),p=F(u,a);i=Math.max(i,p);let m=F(u,n);for(let d=0;d<3;d++)r[3*c+d]=p<0?u[d]-m*n[d]:0;s||(s=p<0)}return s&&this.pull(e),i}pull(e){let{vertices:t,pairs:r,shares:n,upper:a}=this.rig.lipPull;for(let i=0;i<t.length;i++){let s=n[i]*(i<a?_e:_e-1),c=3*t[i],l=3*r[i];e[c]+=s*this.apart[l],e[c+1]+=s*this.apart[l+1],e[c+2]+=s*this.apart[l+2]}}turnHead(e,t){let r=ve(e[k],e[k+1],e[k+2]),n=N(N(this.rig.axes,r),oe(this.rig.axes)),a=this.rig.pivot,i=w(n,a);this.posed.turn=n,this.posed.shift=i.map((s,c)=>a[c]-s+t[c])}carry(e,t){let{vertices:r,turn:n,shift:a}=this.posed,{headWeight:i,breath:s}=this.rig,[c,l,h,u,p,m,d,g,x]=n;for(let b=0,f=0;b<i.length;b++,f+=3){let A=r[f],E=r[f+1],v=r[f+2],P=i[b],L=1-P;r[f]=L*(A+e[0])+P*(c*A+l*E+h*v+a[0])+t*s[2*b],r[f+1]=L*(E+e[1])+P*(u*A+p*E+m*v+a[1])+t*s[2*b+1],r[f+2]=L*(v+e[2])+P*(d*A+g*E+x*v+a[2])}}};function vt(o,e,t){let{vertices:r,values:n}=e;for(let a=0,i=0;a<r.length;a++,i+=3){let s=3*r[a];o[s]+=t*n[i],o[s+1]+=t*n[i+1],o[s+2]+=t*n[i+2]}}var se={5120:"int8",5121:"uint8",5122:"int16",5123:"uint16",5125:"uint32",5126:"float32"},gt={SCALAR:1,VEC2:2,VEC3:3,VEC4:4},K=class{constructor(e){let t=new DataView(e);if(e.byteLength<20||t.getUint32(0,!0)!==1179937895||t.getUint32(4,!0)!==2)throw new Error("This is no glTF 2.0 binary; load what the address of a rig gives.");let r=t.getUint32(12,!0);this.head=JSON.parse(new TextDecoder().decode(new Uint8Array(e,20,r))),this.body=e.slice(28+r)}accessor(e){let{bufferView:t,componentType:r,count:n,type:a}=O(this.head.accessors,e);if(t===void 0)throw new Error(`Accessor ${e} of the rig holds no numbers.`);return this.words(t,se[r],n*(gt[a]??1))}sparse(e){let{sparse:t,componentType:r}=O(this.head.accessors,e);return t?{vertices:Ne(this.words(t.indices.bufferView,se[t.indices.componentType],t.count)),values:this.words(t.values.bufferView,se[r],3*t.count)}:null}numbers({view:e,type:t,shape:r,step:n}){let a=this.words(e,t,r.reduce((i,s)=>i*s,1));return Float32Array.from(a,i=>i*n)}vertices({view:e,type:t,shape:r}){return Ne(this.words(e,t,r.reduce((n,a)=>n*a,1)))}picture(e,t){let{bufferView:r,mimeType:n}=O(this.head.images,e),{byteOffset:a=0,byteLength:i}=O(this.head.bufferViews,r),s=new Blob([new Uint8Array(this.body,a,i)],{type:n});return createImageBitmap(s,{premultiplyAlpha:t,colorSpaceConversion:"none"})}words(e,t,r){let{byteOffset:n=0}=O(this.head.bufferViews,e);switch(t){case"int8":return new Int8Array(this.body,n,r);case"uint8":return new Uint8Array(this.body,n,r);case"int16":return new Int16Array(this.body,n,r);case"uint16":return new Uint16Array(this.body,n,r);case"uint32":return new Uint32Array(this.body,n,r);case"float32":return new Float32Array(this.body,n,r);default:throw new Error(`The rig has numbers of the unknown kind "${t}".`)}}};function O(o,e){let t=o[e];if(t===void 0)throw new Error(`The rig names a part ${e} that it doesn't have.`);return t}function Ne(o){return o instanceof Uint16Array||o instanceof Uint32Array?o:Uint16Array.from(o)}var De=1;async function Oe(o){let e=new K(o),t=e.head.extras?.avatar;if(!t)throw new Error("This model is no rig of a portrait: it has no `extras.avatar`.");if(t.format!==De)throw new Error(`The rig has format ${t.format} and this page reads ${De}: load the page again.`);let[r,n,a]=await Promise.all([wt(e,t),xt(e,t),At(e,t)]);return{pictures:r,labels:n,inset:a,...Et(t),...Rt(e,t),...Lt(e,t)}}async function wt(o,{canvas:e,mouth:t,eyes:r}){let[n,a,i,s]=await Promise.all([o.picture(e.person,"premultiply"),o.picture(e.plate,"none"),o.picture(t.image,"premultiply"),r.image===null?null:o.picture(r.image,"none")]);return{person:n,plate:a,mouth:i,eyes:s}}function xt(o,{labels:e}){return Promise.all(e.map(async({language:t,text:r,left:n,top:a,image:i})=>({language:t,text:r,left:n,top:a,picture:await o.picture(i,"premultiply")})))}async function At(o,{canvas:{inset:e}}){if(!e)return null;let t=await o.picture(e.around,"none");return{across:o.numbers(e.across),down:o.numbers(e.down),around:t}}function Et({canvas:o}){let{size:e,left:t,top:r,scale:n,zoom:a,margin:i,window:s}=o;return{size:e,left:t,top:r,scale:n,zoom:a,margin:i,window:s}}function Rt(o,e){let{attributes:t,targets:r}=o.head.meshes[0].primitives[0],{step:n,triangles:a,canvas:i,rig:s}=e,c=m=>Float32Array.from(m,d=>d*n),l=r.map(({POSITION:m})=>{let d=o.sparse(m);return d&&{vertices:d.vertices,values:c(d.values)}}),[h,u]=[o.accessor(a.lips),o.accessor(a.face)],p=h instanceof Uint16Array?new Uint16Array(h.length+u.length):new Uint32Array(h.length+u.length);return p.set(h),p.set(u,h.length),{resting:c(o.accessor(t.POSITION)),sources:Float32Array.from(o.accessor(t.TEXCOORD_0),(m,d)=>m*i.person_size[d%2]),around:o.accessor(a.around),face:p,shapes:l,shades:Tt(o,e),seamShade:s.seam_shade&&o.numbers(s.seam_shade)}}function Tt(o,{rig:{shades:e}}){let[t,r]=[o.vertices(e.vertices),o.numbers(e.values)],n=Array.from({length:M},()=>null),a=0;return e.columns.forEach((i,s)=>{let c=a+e.counts[s];n[i]={vertices:t.subarray(a,c),values:r.subarray(a,c)},a=c}),n}function Lt(o,e){let{rig:t,eyes:r}=e,{unit:n,axes:a,pivot:i,travel:s,lip_pull:c}=t;return{unit:n,pivot:i,travel:s,axes:a.flat(),headWeight:o.numbers(t.head_weight),breath:o.numbers(t.breath),upperLip:o.vertices(t.upper_lip),lowerLip:o.vertices(t.lower_lip),lipPull:{vertices:o.vertices(c.vertices),pairs:o.vertices(c.pairs),shares:o.numbers(c.shares),upper:c.lips.upper},eyes:r.both.map(l=>Ft(o,e,l)),mouth:Mt(o,e)}}function Mt(o,{mouth:e}){let{centre:t,origin:r,px:n,jaw:a,is_open:i}=e,{cavity:s,tongue:c,lower:l,upper:h}=e.layers;return{layers:[s,c,l,h],centre:t,origin:r,step:n,jaw:a,isOpen:i,line:o.numbers(e.line)}}function Ft(o,{rig:e},t){let{ball:r,turned:n,lashes:a,boxes:i,corner:s,iris:c,radius:l,reach:h,depth:u,lid:p}=t,[m,d]=[e.upper_lids,e.lower_lids].map(x=>{let b=x.shape[1];return o.vertices(x).subarray(t.index*b,(t.index+1)*b)}),g=t.glint&&{left:t.glint.left,top:t.glint.top,picture:{height:t.glint.values.shape[0],width:t.glint.values.shape[1],data:o.numbers(t.glint.values)}};return{upper:m,lower:d,ball:r,turned:n,lashes:a,glint:g,boxes:i,corner:s,iris:c,radius:l,reach:h,depth:u,lid:p,opening:o.numbers(t.opening),openArea:t.open_area,lidRest:t.lid_rest}}var Ve={alpha:!1,antialias:!1,depth:!1,stencil:!1},ce=class o{constructor(e,t,r,n,a){this.rig=e;this.gl=t;this.canvas=r;this.label=n;this.view=a;this.row=new Float32Array(Q);this.lost=e=>{e.preventDefault(),this.drawing=null};this.restored=()=>{this.drawing=new Z(this.gl,this.rig,this.view,this.label,this.eyes),this.draw(this.row)};this.size=[a.width,a.height];let i=new H;this.puppet=new q(e),this.eyes=e.eyes.map(s=>new j(s,e,a,i)),this.mouth=new Y(e,a,i),this.drawing=new Z(t,e,a,n,this.eyes),r.addEventListener("webglcontextlost",this.lost),r.addEventListener("webglcontextrestored",this.restored)}static supported(){try{let e=document.createElement("canvas").getContext("webgl2",Ve);return e?.getExtension("WEBGL_lose_context")?.loseContext(),e!==null&&typeof createImageBitmap=="function"}catch{return!1}}static async load(e,t,r={}){let n=await Oe(e),a=t.getContext("webgl2",Ve);if(!a)throw new Error("This browser has no WebGL 2: ask the server for films instead.");let i=Ae(n,St(n.size,r.size??[...n.size]));[t.width,t.height]=[i.width,i.height];let s=new o(n,a,t,Pt(n,r.labelLanguage??"en"),i);return s.draw(s.row),s}draw(e){e!==this.row&&this.row.set(e.subarray(0,Q));let{drawing:t}=this;if(!t||this.gl.isContextLost())return;let r=this.puppet.pose(this.row);t.draw(r,this.eyes.map(n=>n.look(r,this.row)),this.mouth.look(r,this.row))}pixels(){this.draw(this.row);let{gl:e,size:[t,r]}=this,n=new Uint8Array(4*t*r);e.readPixels(0,0,t,r,e.RGBA,e.UNSIGNED_BYTE,n);let a=new Uint8Array(n.length);for(let i=0,s=4*t;i<r;i++)a.set(n.subarray(i*s,(i+1)*s),(r-1-i)*s);return a}dispose(){this.canvas.removeEventListener("webglcontextlost",this.lost),this.canvas.removeEventListener("webglcontextrestored",this.restored),this.drawing=null,this.gl.getExtension("WEBGL_lose_context")?.loseContext();let{person:e,plate:t,mouth:r,eyes:n}=this.rig.pictures,a=this.rig.labels.map(({picture:i})=>i);[e,t,r,n,this.rig.inset?.around,...a].forEach(i=>i?.close())}},Z=class{constructor(e,t,r,n,a){e.viewport(0,0,r.width,r.height),e.disable(e.DITHER),e.pixelStorei(e.UNPACK_COLORSPACE_CONVERSION_WEBGL,e.NONE);let i=new X(e,t,r,n);this.person=new $(e,t,r,i),this.eyes=a.map((s,c)=>new C(e,t,s,c,i)),this.mouth=new B(e,t,i)}draw(e,t,r){this.person.draw(e),t.forEach((n,a)=>n&&this.eyes[a].draw(n)),r&&this.mouth.draw(r)}};function St(o,e){if(Math.abs(e[0]/o[0]-e[1]/o[1])*Math.max(...o)>1.5)throw new Error(`A rig of ${o.join("x")} px can't be drawn at ${e.join("x")}: ask for one of that shape.`);return e}function Pt(o,e){let r=o.labels.find(n=>n.language===e)??o.labels.find(n=>!n.language)??o.labels[0];if(!r)throw new Error("The rig has no label, and no picture is shown without.");return r}export{ce as Face,J as MOTION_NAMES};
