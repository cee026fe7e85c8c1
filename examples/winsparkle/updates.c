#include <winsparkle.h>

/* VERSION is what the app calls itself: 46.10.1.38083. ARCH is x64 or arm64. */
void start_updates(void)
{
    win_sparkle_set_app_build_version(L"VERSION");
    win_sparkle_set_eddsa_public_key("PUBLIC_KEY");
    win_sparkle_set_appcast_url(
        "https://updates.example.org/feeds/winsparkle/ORGANIZATION/appcast.xml?version=VERSION&arch=ARCH");
    win_sparkle_init();
}
