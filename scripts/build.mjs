// npm run build: compiles src/ into dist/, whole and from scratch.
import { build, install, requireNode, say } from "./prepare.mjs";

requireNode();
await install();
await build({ force: true });
say("Built. Start it with: node bin/sluice.mjs serve");
