const { app } = require("electron");
const { autoUpdater } = require("electron-updater");

autoUpdater.setFeedURL({
  provider: "generic",
  url: `https://updates.example.org/feeds/electron/ORGANIZATION/?version=${encodeURIComponent(app.getVersion())}&arch=${process.arch}`,
});
app.whenReady().then(() => autoUpdater.checkForUpdatesAndNotify());
