import { Label } from "react-aria-components/Label";
import { ProgressBar } from "react-aria-components/ProgressBar";
import { FormattedMessage, useIntl } from "react-intl";
import { Button, IconButton } from "../ui/button.tsx";
import { ShareBar } from "../ui/share-bar.tsx";
import { SizeText } from "../ui/size-text.tsx";
import { Failed } from "../ui/states.tsx";
import { TextField } from "../ui/text-field.tsx";
import { BesideText } from "./beside-text.tsx";
import { BuildFields } from "./build-fields.tsx";
import { Digest } from "./release-builds.tsx";
import styles from "./releases.module.css";
import { type Upload, uploads } from "./uploads.ts";

/** One file: its description, its progress, and its digest once it is uploaded. */
export function UploadEntry({ upload }: { upload: Upload }) {
  const intl = useIntl();
  const { key, fileName, state, build, error, platform, arch, format } = upload;
  return (
    <li className={styles.upload}>
      <div className={styles.line}>
        <b>{upload.file.name}</b>
        <SizeText bytes={upload.file.size} />
        <UploadButtons upload={upload} />
        <IconButton
          label={intl.formatMessage({ id: "releases.upload.remove" }, { fileName: upload.file.name })}
          icon="close"
          onPress={() => uploads.remove(key)}
        />
      </div>
      {state === "described" && (
        <>
          <TextField
            label={intl.formatMessage({ id: "releases.file_name" })}
            value={fileName}
            onChange={(text) => uploads.describe(key, { fileName: text })}
          />
          <BuildFields
            build={{ platform, arch, format }}
            onChange={(build) => uploads.describe(key, build)}
          />
          <BesideText beside={upload} />
        </>
      )}
      {state !== "described" && state !== "done" && <Progress upload={upload} />}
      {state === "failed" && <Failed error={error} />}
      {build && (
        <p role="status" className={styles.line}>
          <FormattedMessage id="releases.upload.done" />
          <Digest build={build} />
        </p>
      )}
    </li>
  );
}

function UploadButtons({ upload: { key, state } }: { upload: Upload }) {
  if (state === "running") {
    return (
      <Button icon="pause" onPress={() => uploads.pause(key)}>
        <FormattedMessage id="releases.upload.pause" />
      </Button>
    );
  }
  if (state === "done" || state === "described") return null;
  return (
    <Button icon="play" onPress={() => void uploads.start(key)}>
      <FormattedMessage id="releases.upload.resume" />
    </Button>
  );
}

function Progress({ upload: { file, sent, state } }: { upload: Upload }) {
  return (
    <ProgressBar className={styles.progress ?? ""} value={sent} maxValue={Math.max(1, file.size)}>
      <Label className={styles.line ?? ""}>
        <FormattedMessage
          id={`releases.upload.progress.${state === "running" ? "running" : "paused"}`}
          values={{ sent: <SizeText bytes={sent} />, size: <SizeText bytes={file.size} /> }}
        />
      </Label>
      <ShareBar part={sent} whole={file.size} />
    </ProgressBar>
  );
}
