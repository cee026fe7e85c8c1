import { useState } from "react";
import { DropZone } from "react-aria-components/DropZone";
import { FileTrigger } from "react-aria-components/FileTrigger";
import { FormattedMessage, useIntl } from "react-intl";
import type { Release } from "../data/releases.ts";
import { Banner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { type DroppedFile, filesOfItems, MOST_FILES } from "./dropped-files.ts";
import { type ReadDropped, readDropped } from "./read-dropped.ts";
import styles from "./releases.module.css";
import { uploads } from "./uploads.ts";

/** Takes files and folders that are dropped here, or chosen, with what lies beside them; says what was left out. */
export function ChooseFiles({ release }: { release: Release }) {
  const [read, setRead] = useState<ReadDropped | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const take = async (files: readonly DroppedFile[]) => {
    if (files.length === 0) return;
    const found = await readDropped(files, release.version);
    setRead(found.ok ? found.value : null);
    setProblem(found.ok ? null : found.error.message);
    if (!found.ok) return;
    for (const { file, fileName, target, carried, companions } of found.value.builds) {
      uploads.add(file, { releaseId: release.id, ...target, fileName }, { carried, companions });
    }
  };
  return (
    <>
      <DropZone className={styles.drop ?? ""} onDrop={async ({ items }) => take(await filesOfItems(items))}>
        <span>
          <FormattedMessage id="releases.upload.drop" />
        </span>
        <FileTrigger allowsMultiple onSelect={(files) => void take(filesOfInput(files))}>
          <Button icon="upload">
            <FormattedMessage id="releases.upload.choose" />
          </Button>
        </FileTrigger>
        <FileTrigger acceptDirectory onSelect={(files) => void take(filesOfInput(files))}>
          <Button>
            <FormattedMessage id="releases.upload.choose_folder" />
          </Button>
        </FileTrigger>
      </DropZone>
      {problem !== null && (
        <Banner tone="bad" isUrgent>
          <FormattedMessage id="releases.upload.unread" values={{ what: problem }} />
        </Banner>
      )}
      {read && <LeftOut read={read} />}
    </>
  );
}

/** The files that were chosen; the browser says the paths of those in a folder. */
function filesOfInput(chosen: FileList | null): readonly DroppedFile[] {
  const files = [...(chosen ?? [])].slice(0, MOST_FILES);
  return files.map((file) => ({ path: file.webkitRelativePath || file.name, file }));
}

/** The files that are neither uploaded nor read. */
function LeftOut({ read: { leftOut, otherVersions } }: { read: ReadDropped }) {
  const intl = useIntl();
  if (leftOut.length === 0 && otherVersions.length === 0) return null;
  return (
    <Banner>
      {otherVersions.length > 0 && (
        <p>
          <FormattedMessage
            id="releases.upload.other_versions"
            values={{ versions: intl.formatList(otherVersions) }}
          />
        </p>
      )}
      {leftOut.length > 0 && (
        <details>
          <summary>
            <FormattedMessage id="releases.upload.left_out" values={{ count: leftOut.length }} />
          </summary>
          <ul>
            {leftOut.map(({ path }) => (
              <li key={path}>{path}</li>
            ))}
          </ul>
        </details>
      )}
    </Banner>
  );
}
