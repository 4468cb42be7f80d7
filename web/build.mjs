// Bundles what the service sends to browsers into avatar/service/static. Usage: npm ci && npm run build
import { build } from "esbuild";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const out = fileURLToPath(new URL("../avatar/service/static/", import.meta.url));
const bundles = [
  { entry: "src/renderer/index.ts", file: "avatar-renderer.js", format: "esm" },
  { entry: "src/widget/index.ts", file: "avatar-agent.js", format: "iife" },
  { entry: "src/studio/index.ts", file: "studio.js", format: "esm" },
];
for (const { entry, file, format } of bundles) {
  const path = fileURLToPath(new URL(entry, import.meta.url));
  if (!existsSync(path)) continue;
  await build({
    entryPoints: [path],
    outfile: out + file,
    bundle: true,
    minify: true,
    format,
    target: ["es2020"],
    charset: "utf8",
    legalComments: "none",
    loader: { ".css": "text", ".html": "text", ".glsl": "text" },
  });
}
