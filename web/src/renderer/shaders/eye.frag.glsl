// An eye between its lids: the eyeball that has turned, lashes that stay with the lid, and the catch-light.
uniform vec4 box;
uniform sampler2D mask;
uniform sampler2D eyes;
uniform sampler2D glints;
uniform sampler2D openings;
uniform vec3 across;
uniform vec3 down;
uniform vec4 ball;
uniform vec2 turnedCorner;
uniform vec2 lashesCorner;
uniform vec4 lashesBox;
uniform vec4 glintBox;
uniform vec4 glintReach;
uniform vec2 glintSize;
uniform vec2 shift;
uniform float turned;
uniform float lifted;
uniform float kept;
uniform vec2 iris;
uniform float radius;
uniform float reach;
out vec4 colour;

const float GLINT_SHARE = 0.5;
const float WHOLE = 1.5;
const float SHARP = -0.75;

// Cubic weights of four samples for a place `share` of the way from the second to the third.
vec4 weights(float share) {
  float before = 1.0 + share;
  float rest = 1.0 - share;
  float far = ((SHARP * before - 5.0 * SHARP) * before + 8.0 * SHARP) * before - 4.0 * SHARP;
  float near = ((SHARP + 2.0) * share - (SHARP + 3.0)) * share * share + 1.0;
  float next = ((SHARP + 2.0) * rest - (SHARP + 3.0)) * rest * rest + 1.0;
  return vec4(far, near, next, 1.0 - far - near - next);
}

vec4 eyeballAt(ivec2 at) {
  vec4 first = texelFetch(eyes, ivec2(ball.xy) + at, 0);
  return turned > 0.0 ? mix(first, texelFetch(eyes, ivec2(turnedCorner) + at, 0), turned) : first;
}

vec4 lashAt(ivec2 at) {
  vec4 lash = texelFetch(eyes, ivec2(lashesCorner) + at, 0);
  return vec4(lash.rgb * lash.a, lash.a);
}

vec4 glintAt(ivec2 at) {
  ivec2 inside = at - ivec2(glintBox.xy);
  bool within = all(greaterThanEqual(inside, ivec2(0))) && all(lessThan(inside, ivec2(glintSize)));
  return within ? texelFetch(glints, inside, 0) : vec4(0.0);
}

#define SAMPLE(name, read)                                                \
  vec4 name(vec2 place) {                                                 \
    vec2 first = floor(place);                                            \
    vec4 wide = weights(place.x - first.x);                               \
    vec4 tall = weights(place.y - first.y);                               \
    vec4 sum = vec4(0.0);                                                 \
    for (int j = 0; j < 4; j++)                                           \
      for (int i = 0; i < 4; i++) {                                       \
        ivec2 at = clamp(ivec2(first) + ivec2(i, j) - 1, ivec2(0), ivec2(ball.zw) - 1); \
        sum += tall[j] * wide[i] * read(at);                              \
      }                                                                   \
    return sum;                                                           \
  }
SAMPLE(eyeball, eyeballAt)
SAMPLE(lash, lashAt)
SAMPLE(glint, glintAt)

bool isIn(vec4 box, vec2 at) {
  return all(greaterThanEqual(at, box.xy)) && all(lessThan(at, box.zw));
}

float openingAt(float x) {
  float place = clamp(x, 0.0, ball.z - 1.0);
  float left = min(floor(place), ball.z - 2.0);
  float one = texelFetch(openings, ivec2(left, 0), 0).r;
  return mix(one, texelFetch(openings, ivec2(left + 1.0, 0), 0).r, place - left);
}

void main() {
  vec3 film = vec3(here(), 1.0);
  vec2 seen = texelFetch(mask, ivec2(film.xy - box.xy), 0).rg;
  vec2 at = vec2(dot(across, film), dot(down, film)) - 0.5;
  float row = clamp(floor(at.y + 0.5), 0.0, ball.w - 1.0);
  float away = distance(vec2(clamp(at.x, 0.0, ball.z - 1.0), row) + 0.5, iris) / max(radius, 1.0);
  float near = clamp((reach - away) / (reach - WHOLE), 0.0, 1.0);
  vec3 value = eyeball(at - near * near * (3.0 - 2.0 * near) * shift).rgb;
  vec2 fallen = at + vec2(0.0, lifted * openingAt(at.x));
  if (kept > 0.0 && isIn(lashesBox, fallen)) {
    vec4 over = kept * lash(fallen);
    value = value * (1.0 - over.a) + over.rgb;
  }
  vec2 shine = at - GLINT_SHARE * shift;
  if (isIn(glintReach, shine)) value += glint(shine).rgb;
  colour = finished(value * seen.g, seen.r);
}
