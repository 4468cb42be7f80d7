// A vertex of the person, or a corner of the whole picture, which stays where it is.
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
