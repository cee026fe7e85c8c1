// An Electron app made with Electron Forge: Squirrel.Mac on macOS, Squirrel.Windows or an MSIX package on Windows.
const { app, autoUpdater } = require("electron");

const server = "https://updates.example.org";
const organization = "ORGANIZATION";

/** The address of the feed for what this app runs on. */
function feedUrl() {
  const query = `?version=${encodeURIComponent(app.getVersion())}&arch=${process.arch}`;
  // Squirrel.Mac and the updater for MSIX install whatever they are given: without the version an app stays as it is.
  if (process.platform === "darwin") return `${server}/feeds/squirrel-mac/${organization}${query}`;
  if (process.windowsStore) return `${server}/feeds/msix/${organization}${query}`;
  // Squirrel.Windows writes its own architecture into the query, and takes arm64 for amd64, so it stands in the path.
  return `${server}/feeds/squirrel-windows/${organization}/arch/${process.arch}`;
}

if (app.isPackaged && process.platform !== "linux") {
  autoUpdater.on("error", (error) => console.error(error));
  autoUpdater.setFeedURL({ url: feedUrl() });
  autoUpdater.checkForUpdates();
  setInterval(() => autoUpdater.checkForUpdates(), 4 * 60 * 60 * 1000);
}
