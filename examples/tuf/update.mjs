import { Updater } from "tuf-js";

/**
 * Looks for an update of this app, and downloads it: `{ version, path }`, or null to stay. Throws if what it gets is not
 * signed for this app; then it stays, and tries again later.
 *
 * `directory` is a folder of the app that holds root.json, the first root, when it is installed.
 */
export async function findUpdate({ server, organization, platform, arch, version, directory }) {
  const address = `${server}/feeds/tuf/${organization}/version/${version}/platform/${platform}/arch/${arch}`;
  const updater = new Updater({
    metadataDir: directory,
    metadataBaseUrl: `${address}/metadata`,
    targetDir: directory,
    targetBaseUrl: `${address}/targets`,
  });
  await updater.refresh();
  const target = await updater.getTargetInfo(`${platform}/${arch}/update`);
  if (target === undefined || !isNewer(target.custom.version, version)) return null;
  // The same keys sign for all customers of the vendor, so take no answer to another one.
  if (target.custom.organization !== organization) throw new Error("This answer is to another organization.");
  return { version: target.custom.version, path: await updater.downloadTarget(target) };
}

/** Never go back: numbers are compared from left to right. */
function isNewer(offered, running) {
  const [one, other] = [offered, running].map((text) => text.split(/[.-]/).map(Number));
  for (let place = 0; place < 4; place++) {
    const difference = (one[place] ?? 0) - (other[place] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return false;
}
