// Builds the look of the pages: `node build.js FOLDER`. Names carry a digest of the content, and
// manifest.json says which name is whose; nothing here reaches the network.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
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

const notice =
  "/*! With parts of GOV.UK Frontend, Crown Copyright (Government Digital Service), MIT licence */\n";

function put(name, content) {
  const text = name.endsWith(".svg") ? content : notice + content;
  const digest = createHash("sha256").update(text).digest("hex").slice(0, 16);
  const [stem, ending] = name.split(".");
  manifest[name] = `${stem}.${digest}.${ending}`;
  writeFileSync(join(target, manifest[name]), text);
  return manifest[name];
}

const { css } = sass.compile(join(here, "theme.scss"), {
  loadPaths: [modules],
  quietDeps: true,
  silenceDeprecations: ["import"], // the way GOV.UK Frontend puts itself together
  style: "compressed",
  charset: false, // served as UTF-8; a byte order mark would end up inside the file
});
put("theme.css", css);
put("theme-rtl.css", rtlcss.process(css));

// Only the modules that ours reach: the whole bundle could also dress up a choice of files.
const scripts = new Map();

function putScript(path) {
  if (!scripts.has(path)) {
    const text = readFileSync(path, "utf-8")
      .replace(/^\/\/# sourceMappingURL=.*$/m, "")
      .replace(/^(import\b[^;"']*from\s+["'])([^"']+)(["'])/gm, (_, before, name, after) => {
        const target = name.startsWith(".") ? join(dirname(path), name) : join(modules, name);
        return `${before}./${putScript(target)}${after}`;
      });
    const own = dirname(path) === here;
    const stem = own ? basename(path, ".js") : relative(frontend, path).replace(/\W+/g, "-");
    scripts.set(path, put(`${stem.replace(/-mjs$/, "")}.js`, text));
  }
  return scripts.get(path);
}

const frontend = join(modules, "govuk-frontend/dist/govuk");
putScript(join(here, "start.js"));
putScript(join(here, "public.js"));
put("icon.svg", readFileSync(join(here, "icon.svg"), "utf-8"));

writeFileSync(join(target, "manifest.json"), JSON.stringify(manifest, null, 2) + "\n");
