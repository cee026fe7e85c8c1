import { useInfiniteQuery } from "@tanstack/react-query";
import { FormattedMessage, useIntl } from "react-intl";
import { PLATFORMS, type Platform } from "../../catalog/platform.ts";
import { buildsQuery } from "../data/builds.ts";
import { useConfiguration } from "../data/configuration.ts";
import { Dialog } from "../ui/dialog.tsx";
import { PLATFORM_NAMES } from "../ui/platform-names.ts";
import { SelectField } from "../ui/select-field.tsx";
import { ShowMore } from "../ui/show-more.tsx";
import { Empty, Failed, Loading } from "../ui/states.tsx";
import { BuildsTable } from "./builds-table.tsx";

interface Props {
  readonly platform: Platform;
  /** Only the builds that this organization may run; otherwise all that are out. */
  readonly organizationId: string | undefined;
  readonly onPlatform: (platform: Platform) => void;
  readonly onClose: () => void;
}

/** R22: downloads a build: first the platform, then the version file. */
export function BuildsDialog({ platform, organizationId, onPlatform, onClose }: Props) {
  const intl = useIntl();
  const configuration = useConfiguration();
  const product = configuration.product;
  const title = intl.formatMessage({ id: "settings.builds.open" }, { product });
  return (
    <Dialog title={title} isOpen onClose={onClose} size="wide">
      <p>
        <FormattedMessage id="settings.builds.resume" />{" "}
        {organizationId !== undefined && <FormattedMessage id="settings.builds.organization" />}
      </p>
      <SelectField
        label={intl.formatMessage({ id: "settings.builds.platform" })}
        value={platform}
        onChange={onPlatform}
        options={PLATFORMS.map((value) => ({ value, label: PLATFORM_NAMES[value] }))}
      />
      <Files platform={platform} organizationId={organizationId} />
    </Dialog>
  );
}

function Files({ platform, organizationId }: Pick<Props, "platform" | "organizationId">) {
  const configuration = useConfiguration();
  const found = useInfiniteQuery(buildsQuery(platform, organizationId));
  if (found.error) return <Failed error={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return <Loading />;
  const builds = found.data.pages.flatMap(({ body }) => body.items);
  if (builds.length === 0) {
    const values = { platform: PLATFORM_NAMES[platform], vendor: configuration.vendor };
    const whose = organizationId === undefined ? "all" : "organization";
    return (
      <Empty
        icon="download"
        title={<FormattedMessage id={`settings.builds.none.${whose}`} values={values} />}
      >
        <FormattedMessage id={`settings.builds.none_about.${whose}`} values={values} />
      </Empty>
    );
  }
  return (
    <>
      <BuildsTable builds={builds} />
      <ShowMore list={found} />
    </>
  );
}
