import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { lockDataDirectory } from "../../src/store/embedded/data-directory-lock.ts";

/**
 * A process that uses the lock of the data directory `process.argv[2]`. `hold`: takes it, says so, and keeps it until
 * it is killed. `turns`: takes and releases it until it had it 50 times; ends with an exception if somebody else had it
 * at the same time.
 */
const [, , directory = "", how] = process.argv;
if (how === "hold") {
  const locked = lockDataDirectory(directory);
  console.log(locked.ok ? "held" : locked.error.code);
  setInterval(() => {}, 1_000);
} else {
  const alone = join(directory, "alone");
  for (let turns = 0; turns < 50; ) {
    const locked = lockDataDirectory(directory);
    if (!locked.ok) continue;
    writeFileSync(alone, "", { flag: "wx" });
    rmSync(alone);
    locked.value();
    turns += 1;
  }
}
