Add-AppxPackage -AppInstallerFile "https://updates.example.org/feeds/appinstaller/ORGANIZATION/arch/x64/App.appinstaller"
