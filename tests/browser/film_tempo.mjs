// Plays a film whose fragments come at given moments, as the widget does. Usage: node film_tempo.mjs WEB < TRIALS
//
// A trial, in s: arrivals: [[moment, film that is there then], ...], expected: [[moment, what is expected], ...], and
// where in the film a speech begins.
// Gives for each how little film was in hand at least, and every rate that it was played at.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const web = process.argv[2];
const { buildSync } = createRequire(join(web, "build.mjs"))("esbuild");
const contents = 'export { tempo } from "./tempo"; export { Margin } from "./margin";';
const resolveDir = join(web, "src/widget/face");
const built = buildSync({ stdin: { contents, resolveDir, loader: "ts" }, bundle: true, format: "esm", write: false });
const { tempo, Margin } = await import("data:text/javascript," + encodeURIComponent(built.outputFiles[0].text));

const STEP = 0.03;
const latest = (rows, time) => rows.filter(([moment]) => moment <= time).pop()?.[1];

const played = ({ arrivals, expected, begins = Infinity }) => {
  const margin = new Margin();
  const end = arrivals[arrivals.length - 1][0];
  let least = Infinity;
  let place = 0;
  const rates = [];
  for (let time = 0; time < end; time += STEP) {
    const ahead = latest(arrivals, time) - place;
    least = Math.min(least, ahead);
    margin.see(ahead, 1000 * time);
    const rate = tempo(latest(expected, time), ahead, margin, place + ahead - begins);
    rates.push([time, rate]);
    place += rate * STEP;
  }
  return { least, rates };
};

console.log(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(played)));
