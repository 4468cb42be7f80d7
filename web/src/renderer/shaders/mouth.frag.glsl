// The inside of the mouth: its layers over each other, lit, and seen between the lips.
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
  return texture(layers, (rect.xy + inside) / layersSize);
}

void main() {
  vec3 at = vec3(here(), 1.0);
  vec2 seen = texelFetch(mask, ivec2(at.xy - box.xy), 0).rg;
  vec3 value = vec3(0.0);
  for (int k = 0; k < 4; k++) {
    vec4 over = layer(rects[k], vec2(dot(across[k], at), dot(down[k], at)));
    value = value * (1.0 - over.a) + over.rgb * lit[k];
  }
  float cool = seen.g * (WALLS + (1.0 - WALLS) * seen.g);
  colour = finished(value * vec3(seen.g, cool, cool), seen.r);
}
