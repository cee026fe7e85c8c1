import { FormattedMessage } from "react-intl";
import type { Platform } from "../../catalog/platform.ts";
import { useConfiguration } from "../data/configuration.ts";
import { Button } from "../ui/button.tsx";
import { BuildsDialog } from "./builds-dialog.tsx";
import type { DownloadSearch } from "./download-search.ts";
import { ownPlatform } from "./own-platform.ts";

interface Props {
  /** The platform whose builds are shown, or undefined if the dialog is not open. */
  readonly platform: Platform | undefined;
  /** Only the builds that this organization may run. */
  readonly organizationId?: string | undefined;
  /** Changes the address. `replace`: without a step back in the browser. */
  readonly onSearch: (search: DownloadSearch, replace?: boolean) => void;
}

/** R22: opens the builds to download, first those for the computer that the page is looked at on. */
export function BuildsDownload({ platform, organizationId, onSearch }: Props) {
  const { product } = useConfiguration();
  return (
    <div>
      <Button icon="download" onPress={() => onSearch({ download: ownPlatform(window.navigator) })}>
        <FormattedMessage id="settings.builds.open" values={{ product }} />
      </Button>
      {platform && (
        <BuildsDialog
          platform={platform}
          organizationId={organizationId}
          onPlatform={(next) => onSearch({ download: next }, true)}
          onClose={() => onSearch({})}
        />
      )}
    </div>
  );
}
