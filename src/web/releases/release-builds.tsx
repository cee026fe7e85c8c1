import { type ReactNode, useId } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import type { Build } from "../data/releases.ts";
import { Button } from "../ui/button.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { PLATFORM_NAMES } from "../ui/platform-names.ts";
import { SizeText } from "../ui/size-text.tsx";
import type { HiddenBuilds } from "./hidden-builds.ts";
import styles from "./releases.module.css";
import { lackingUpdaters } from "./updater-states.ts";

interface Props {
  readonly builds: readonly Build[];
  /** Why no builds are shown, or null or undefined if there are none. */
  readonly hidden?: HiddenBuilds | null;
  /** Undefined if the person may not add builds. */
  readonly onAdd?: (() => void) | undefined;
  /** The builds of all releases, which tell which protocols are used; needed with `onBuild`. */
  readonly allBuilds?: readonly Build[];
  /** Opens what a build carries; undefined if the person may not change it. */
  readonly onBuild?: ((id: string) => void) | undefined;
}

/** The builds of a release, each with its digest and its signed manifest. */
export function ReleaseBuilds({ builds, hidden, onAdd, allBuilds = [], onBuild }: Props) {
  const id = useId();
  return (
    <section className={styles.part} aria-labelledby={id}>
      <h3 id={id}>
        <FormattedMessage id="releases.builds" />
      </h3>
      {builds.length === 0 ? (
        <p className={styles.quiet}>
          <FormattedMessage id={hidden ? `releases.builds.hidden.${hidden}` : "releases.builds.none_about"} />
        </p>
      ) : (
        <ul className={styles.builds}>
          {builds.map((build) => (
            <BuildEntry key={build.id} build={build}>
              {onBuild && (
                <Carries
                  build={build}
                  lacking={lackingUpdaters(build, allBuilds)}
                  onOpen={() => onBuild(build.id)}
                />
              )}
            </BuildEntry>
          ))}
        </ul>
      )}
      {onAdd && (
        <div>
          <Button icon="upload" onPress={onAdd}>
            <FormattedMessage id="releases.builds.add" />
          </Button>
        </div>
      )}
    </section>
  );
}

function BuildEntry({ build, children }: { build: Build; children: ReactNode }) {
  const { platform, arch, format, fileName, size, manifestUrl } = build;
  return (
    <li className={styles.build}>
      <b>{fileName}</b>
      <span className={`${styles.line} ${styles.quiet}`}>
        <span>{PLATFORM_NAMES[platform]}</span>
        <span>{arch}</span>
        <code>{format}</code>
        <SizeText bytes={size} />
        <SystemText build={build} />
      </span>
      <Digest build={build} />
      <span>
        <a href={manifestUrl} target="_blank" rel="noreferrer">
          <FormattedMessage id="releases.builds.manifest" />
        </a>
      </span>
      {children}
    </li>
  );
}

/** R32: the versions of the operating system that a build is for; nothing if it is for all. */
function SystemText({ build: { minimumOsVersion: least, maximumOsVersion: most } }: { build: Build }) {
  if (least === null && most === null) return null;
  const which = least === null ? "up_to" : most === null ? "from" : "between";
  return <FormattedMessage id={`releases.builds.system.${which}`} values={{ least, most }} />;
}

interface CarriesProps {
  readonly build: Build;
  /** The protocols that the vendor uses and for which it lacks something. */
  readonly lacking: readonly string[];
  readonly onOpen: () => void;
}

function Carries({ build: { fileName }, lacking, onOpen }: CarriesProps) {
  const intl = useIntl();
  return (
    <span className={styles.line}>
      {lacking.length > 0 && (
        <FormattedMessage
          id="releases.carries.lacks_for"
          values={{ updaters: intl.formatList(lacking, { type: "conjunction" }) }}
        />
      )}
      <Button
        look="quiet"
        aria-label={intl.formatMessage({ id: "releases.carries.open_file" }, { fileName })}
        onPress={onOpen}
      >
        <FormattedMessage id="releases.carries.open" />
      </Button>
    </span>
  );
}

/** The SHA-256 of a file stored here, or the SHA-512 of one hosted elsewhere. */
export function Digest({ build: { sha256, sha512, fileName } }: { build: Build }) {
  const intl = useIntl();
  const kind = sha256 === null ? "sha512" : "sha256";
  const digest = sha256 ?? sha512;
  return (
    <span className={styles.line}>
      <FormattedMessage
        id={`releases.builds.${kind}`}
        values={{ digest: <code title={digest}>{digest.slice(0, 16)}</code> }}
      />
      <CopyButton
        text={digest}
        label={intl.formatMessage({ id: `releases.builds.copy_${kind}` }, { fileName })}
      />
    </span>
  );
}
