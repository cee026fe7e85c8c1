// The program of a thread that is a file of src/, which its first argument names. It runs as it was built, if that is up
// to date, which starts in half the time; else as TypeScript. Tests and `tsx` start threads so, the built program never.
import { join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { isBuilt, root } from "./prepare.mjs";

const source = process.argv[2];
if (isBuilt()) {
  const name = relative(join(root, "src"), fileURLToPath(source)).replace(/\.ts$/, ".js");
  await import(pathToFileURL(join(root, "dist", name)).href);
} else {
  const { register } = await import("tsx/esm/api");
  register();
  await import(source);
}
