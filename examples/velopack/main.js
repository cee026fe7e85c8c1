// A JavaScript app with Velopack.
const { UpdateManager } = require("velopack");

// No query here: Velopack would cut the address at its last slash.
const feed = "https://updates.example.org/feeds/velopack/ORGANIZATION/platform/win/arch/x64";

/** Downloads the update, if there is one, and installs it when the app ends. */
async function update() {
  const updates = new UpdateManager(feed);
  const found = await updates.checkForUpdatesAsync();
  if (!found) return;
  await updates.downloadUpdateAsync(found);
  updates.waitExitThenApplyUpdate(found);
}

update();
