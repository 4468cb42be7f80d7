// What is behind the person.
uniform sampler2D plate;
out vec4 colour;

void main() {
  colour = finished(seenIn(plate), 1.0);
}
