// The photo where it has moved to, over what is behind.
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
