// At what rate a film is played: near the newest picture, and never so fast that it runs out of pictures.
//
// A browser that runs out stands still until it has plenty again, half a second and more. A film that is played more
// slowly while little of it is in hand goes on (adaptive media playout: Steinbach, Faerber and Girod 2001), and what is
// slowed down is mostly somebody at rest: a speech comes late at its beginning, when it still has to be drawn.

import type { Margin } from "./margin.js";

/** rates of idling: on the way to a larger margin, back to a smaller one, and when a speech is asked for or awaited */
const SLOWER = 0.92;
const FASTER = 1.4;
const FASTEST = 1.8;
/** share of a margin that is too large, that a second of idling takes away */
const HASTE = 1.5;
/** s of film that a browser still plays too fast after it was told to stop it, and needs to have in hand meanwhile */
const OVERSHOOT = 0.12;
/** s: what is less is not worth another rate */
const LITTLE = 0.02;
/** s of film in hand with which a browser stands still */
const DRY = 0.1;
/** s of film in hand, below which it is played more slowly: while idling, and when the next of it is a speech's */
const SCARCE = 0.14;
const EASY = 0.18;
/** the least rates: of somebody who is silent, and of somebody who speaks, at which words are still words */
const CREEP = 0.2;
const SLUR = 0.6;
/** between rates, so that a browser is not told a new one all the time */
const NOTCH = 0.1;

/** What is on its way: nothing, a speech that was asked for, one that is announced, or one that is heard. */
export type Expected = "nothing" | "asked" | "announced" | "heard";

/** Give the rate for so many s in hand, of which `spoken` are of the speech that is announced. */
export function tempo(expected: Expected, ahead: number, margin: Margin, spoken = 0): number {
  if (expected === "heard") return eased(ahead, EASY, SLUR);
  if (expected !== "nothing") {
    // What a server sends of idling before a speech is what it takes to draw its beginning.
    const isThere = expected === "asked" || spoken > EASY;
    if (isThere && ahead > margin.wanted + LITTLE + OVERSHOOT) return FASTEST;
    return eased(ahead, expected === "asked" ? SCARCE : EASY, CREEP);
  }
  if (ahead < SCARCE) return eased(ahead, SCARCE, CREEP);
  const { spare } = margin;
  if (spare < -LITTLE) return SLOWER;
  return spare > LITTLE ? Math.min(FASTER, 1 + HASTE * spare) : 1;
}

/** From 1 down to the least rate as what is in hand goes from `plenty` to nothing that could be played. */
function eased(ahead: number, plenty: number, least: number): number {
  const share = (ahead - DRY) / (plenty - DRY);
  return Math.min(1, Math.max(least, Math.ceil(share / NOTCH) * NOTCH));
}
