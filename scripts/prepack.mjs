// Before npm pack: builds what is missing, so that the package never has an old program.
import { build, install, requireNode } from "./prepare.mjs";

requireNode();
await install();
await build();
