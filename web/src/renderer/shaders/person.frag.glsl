// The photo where it has moved to, over what is behind.
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
