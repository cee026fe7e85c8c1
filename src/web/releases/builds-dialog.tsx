import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { allBuildsQuery, type Release } from "../data/releases.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { ChooseFiles } from "./choose-files.tsx";
import { useHostedDraft } from "./hosted-draft.ts";
import { HostedForm } from "./hosted-form.tsx";
import { ReleaseBuilds } from "./release-builds.tsx";
import styles from "./releases.module.css";
import { UploadEntry } from "./upload-entry.tsx";
import { uploads, useUploads } from "./uploads.ts";

interface Props {
  readonly release: Release;
  readonly onClose: () => void;
}

/** Adds builds: files from this computer, each described before it is uploaded, or one that is hosted elsewhere. */
export function BuildsDialog({ release, onClose }: Props) {
  const intl = useIntl();
  const { data: builds } = useQuery(allBuildsQuery);
  const own = useUploads(release.id);
  const hosted = useHostedDraft(release);
  const [isHosted, setHosted] = useState(hosted.draft.isChanged);
  const waiting = own.filter(({ state }) => state === "described");
  const startAll = () => {
    for (const { key } of waiting) void uploads.start(key);
  };
  const actions = (
    <>
      <Button onPress={onClose}>
        <FormattedMessage id="frame.close" />
      </Button>
      {waiting.length > 0 && (
        <Button look="primary" icon="upload" onPress={startAll}>
          <FormattedMessage id="releases.upload.start" values={{ count: waiting.length }} />
        </Button>
      )}
    </>
  );
  const title = intl.formatMessage({ id: "releases.step.builds.title" }, { version: release.version });
  return (
    <Dialog title={title} isOpen onClose={onClose} size="wide" actions={actions}>
      <ChooseFiles release={release} />
      {own.length > 0 && (
        <ul className={styles.uploads} aria-label={intl.formatMessage({ id: "releases.upload.files" })}>
          {own.map((upload) => (
            <UploadEntry key={upload.key} upload={upload} />
          ))}
        </ul>
      )}
      {isHosted ? (
        <HostedForm releaseId={release.id} hosted={hosted} onDone={() => setHosted(false)} />
      ) : (
        <div>
          <Button look="quiet" icon="link" onPress={() => setHosted(true)}>
            <FormattedMessage id="releases.hosted.open" />
          </Button>
        </div>
      )}
      <ReleaseBuilds builds={(builds ?? []).filter(({ releaseId }) => releaseId === release.id)} />
    </Dialog>
  );
}
