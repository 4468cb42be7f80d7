// What is behind the person.
uniform sampler2D plate;
out vec4 colour;

void main() {
  colour = finished(texture(plate, here() / size).rgb, 1.0);
}
