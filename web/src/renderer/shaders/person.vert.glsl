// A vertex of the person, or a corner of the whole picture, which stays where it is.
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
