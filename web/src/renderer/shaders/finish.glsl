// What comes last in every picture, whatever draws it: the photo's edges, where they show, and the label.
uniform vec2 size;
uniform float larger;
uniform sampler2D label;
uniform vec4 labelPlace;
#ifdef INSET
uniform sampler2D around;
uniform sampler2D rims;
#endif

// Levels are whole, as in the server's pictures.
vec4 levels(vec4 colour) {
  return floor(colour * 255.0 + 0.5);
}

vec2 here() {
  return vec2(gl_FragCoord.x, size.y - gl_FragCoord.y);
}

vec4 finished(vec3 colour, float share) {
  vec2 at = here();
#ifdef INSET
  vec2 film = at / larger;
  vec2 reach = vec2(textureSize(rims, 0));
  float seen = texture(rims, vec2(film.x / reach.x, 0.25)).r * texture(rims, vec2(film.y / reach.x, 0.75)).r;
  vec3 beyond = levels(texture(around, at / size)).rgb;
  colour = floor(mix(beyond, colour, floor(seen * 255.0 + 0.5) / 255.0) + 0.5);
#endif
  vec2 ink = (at - labelPlace.xy) / labelPlace.zw;
  if (ink.x > 0.0 && ink.y > 0.0 && ink.x < 1.0 && ink.y < 1.0) {
    vec4 over = texture(label, ink);
    colour = floor(colour * (1.0 - over.a) + 255.0 * over.rgb + 0.5);
  }
  return vec4(colour / 255.0, share);
}
