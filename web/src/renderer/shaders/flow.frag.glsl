// The face, from where the page has worked out that its pixels come.
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
