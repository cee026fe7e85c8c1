use tauri_plugin_updater::UpdaterExt;

// The customer is known when somebody signs in, so the endpoint is set here and not in tauri.conf.json.
async fn update(app: tauri::AppHandle, organization: &str, user: &str) -> Result<(), Box<dyn std::error::Error>> {
    let endpoint = format!(
        "https://updates.example.org/feeds/tauri/{organization}?target={{{{target}}}}&arch={{{{arch}}}}&bundle={{{{bundle_type}}}}&version={{{{current_version}}}}&user={user}"
    );
    let updater = app.updater_builder().endpoints(vec![endpoint.parse()?])?.build()?;
    if let Some(update) = updater.check().await? {
        update.download_and_install(|_, _| {}, || {}).await?;
        app.restart();
    }
    Ok(())
}
