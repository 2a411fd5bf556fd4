// Builds the look of the pages: `node build.js FOLDER`. Names carry a digest of the content, and
// manifest.json says which name is whose; nothing here reaches the network.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import rtlcss from "rtlcss";
import * as sass from "sass";

const target = process.argv[2];
if (!target) {
  throw new Error("Say into which folder: node build.js FOLDER");
}
const here = import.meta.dirname;
const modules = join(here, "node_modules");
const manifest = {};

rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });

function put(name, text) {
  const digest = createHash("sha256").update(text).digest("hex").slice(0, 16);
  const [stem, ending] = name.split(".");
  manifest[name] = `${stem}.${digest}.${ending}`;
  writeFileSync(join(target, manifest[name]), text);
}

const { css } = sass.compile(join(here, "theme.scss"), {
  loadPaths: [modules],
  quietDeps: true,
  silenceDeprecations: ["import"], // the way GOV.UK Frontend puts itself together
  style: "compressed",
});
put("theme.css", css);
put("theme-rtl.css", rtlcss.process(css));

const frontend = readFileSync(join(modules, "govuk-frontend/dist/govuk/govuk-frontend.min.js"), "utf-8");
put("govuk.js", frontend.replace(/^\/\/# sourceMappingURL=.*$/m, ""));
const start = readFileSync(join(here, "start.js"), "utf-8");
put("start.js", start.replace("./govuk.js", `./${manifest["govuk.js"]}`));
put("icon.svg", readFileSync(join(here, "icon.svg"), "utf-8"));

writeFileSync(join(target, "manifest.json"), JSON.stringify(manifest, null, 2) + "\n");
