// The whole picture, behind all else.
void main() {
  gl_Position = vec4(gl_VertexID % 2 == 0 ? -1.0 : 1.0, gl_VertexID < 2 ? -1.0 : 1.0, 0.9, 1.0);
}
