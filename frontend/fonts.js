// Copies the fonts of the printed package: `node fonts.js FOLDER`. Regular and bold of Noto Sans
// (Latin, Greek, Cyrillic, Devanagari), Arabic and Hebrew, with their licence (SIL OFL 1.1).
import { cpSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

const target = process.argv[2];
if (!target) {
  throw new Error("Say into which folder: node fonts.js FOLDER");
}
const packages = join(import.meta.dirname, "node_modules/@expo-google-fonts");

rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });

for (const name of ["noto-sans", "noto-sans-arabic", "noto-sans-hebrew"]) {
  for (const weight of ["400Regular", "700Bold"]) {
    for (const file of readdirSync(join(packages, name, weight))) {
      if (file.endsWith(".ttf")) {
        cpSync(join(packages, name, weight, file), join(target, file));
      }
    }
  }
  cpSync(join(packages, name, "LICENSE_FONT"), join(target, `${name}.LICENSE.txt`));
}
