// What comes last in every picture, whatever draws it: the photo's edges, where they show, and the label.
uniform vec2 size;
uniform sampler2D label;
uniform vec4 labelPlace;
#ifdef INSET
uniform float larger;
uniform sampler2D around;
uniform sampler2D rims;
#endif

vec2 here() {
  return vec2(gl_FragCoord.x, size.y - gl_FragCoord.y);
}

// A picture as large as the film: at the film's own size its texels are our pixels.
vec3 seenIn(sampler2D picture) {
#ifdef SCALED
  return texture(picture, here() / size).rgb;
#else
  return texelFetch(picture, ivec2(here()), 0).rgb;
#endif
}

vec4 finished(vec3 colour, float share) {
#ifdef INSET
  vec2 film = here() / (larger * vec2(textureSize(rims, 0).x));
  float seen = texture(rims, vec2(film.x, 0.25)).r * texture(rims, vec2(film.y, 0.75)).r;
  colour = mix(seenIn(around), min(colour, 1.0), seen);
#endif
  // From -1 to 1 across the label.
  vec2 ink = gl_FragCoord.xy * labelPlace.xy + labelPlace.zw;
  if (max(abs(ink.x), abs(ink.y)) < 1.0) {
    vec4 over = texture(label, vec2(0.5, -0.5) * ink + 0.5);
    colour = min(colour, 1.0) * (1.0 - over.a) + over.rgb;
  }
  return vec4(colour, share);
}
