import { relaunch } from "@tauri-apps/plugin-process";
import { check } from "@tauri-apps/plugin-updater";

const update = await check();
if (update) {
  await update.downloadAndInstall();
  await relaunch();
}
