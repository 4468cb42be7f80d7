// A box of the picture: left, top, right, bottom, px.
uniform vec4 box;
uniform vec2 canvas;

void main() {
  vec2 place = vec2(gl_VertexID % 2 == 0 ? box.x : box.z, gl_VertexID < 2 ? box.y : box.w);
  gl_Position = vec4(2.0 * place.x / canvas.x - 1.0, 1.0 - 2.0 * place.y / canvas.y, -0.5, 1.0);
}
