import { useQuery } from "@tanstack/react-query";
import { FormattedMessage } from "react-intl";
import { allBuildsQuery, type Release } from "../data/releases.ts";
import { Banner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";

/** Warns that a release has no builds: without one for a platform it is not offered there (R5). */
export function NoBuildsBanner({ release, onAdd }: { release: Release; onAdd: () => void }) {
  const { data: builds } = useQuery(allBuildsQuery);
  if (!builds || builds.some((build) => build.releaseId === release.id)) return null;
  return (
    <Banner
      tone="warning"
      title={<FormattedMessage id="releases.builds.none" />}
      action={
        <Button icon="upload" onPress={onAdd}>
          <FormattedMessage id="releases.builds.add" />
        </Button>
      }
    >
      <FormattedMessage id="releases.builds.none_about" />
    </Banner>
  );
}
