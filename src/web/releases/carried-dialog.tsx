import { useMutation, useQuery } from "@tanstack/react-query";
import { useId } from "react";
import { FileTrigger } from "react-aria-components/FileTrigger";
import { FormattedList, FormattedMessage, useIntl } from "react-intl";
import { type Build, buildQuery, changeBuild, removeCompanion } from "../data/releases.ts";
import { useDraft } from "../schedule/draft.ts";
import { type DraftKind, isIdentical, isText } from "../schedule/draft-fields.ts";
import { FoundDraft } from "../schedule/found-draft.tsx";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { SizeText } from "../ui/size-text.tsx";
import { Failed, Loading } from "../ui/states.tsx";
import { TextField } from "../ui/text-field.tsx";
import { showDone } from "../ui/toasts.tsx";
import { type CarriedFields, SIGNED_BY_TEXT, toBuildChange, toCarriedFields } from "./carried-fields.ts";
import styles from "./releases.module.css";
import { isOsText } from "./typed-text.ts";
import { updaterStates } from "./updater-states.ts";

interface Props {
  readonly buildId: string;
  readonly onClose: () => void;
}

/** What a build carries for updaters: what they still lack, signatures to paste, and the files that belong to it. */
export function CarriedDialog({ buildId, onClose }: Props) {
  const intl = useIntl();
  const { data, error, refetch } = useQuery(buildQuery(buildId));
  if (data) return <Carried build={data.body} etag={data.etag} onClose={onClose} />;
  const title = intl.formatMessage({ id: "releases.carries.open" });
  return (
    <Dialog title={title} isOpen onClose={onClose} size="wide">
      {error ? <Failed error={error} onRetry={() => void refetch()} /> : <Loading lines={4} />}
    </Dialog>
  );
}

const KIND: DraftKind<CarriedFields> = {
  fields: {
    appVersion: isText,
    tauri: isText,
    sparkle: isText,
    winsparkle: isText,
    minimumOsVersion: isText,
    maximumOsVersion: isText,
  },
  isSame: isIdentical,
};

function Carried({ build, etag, onClose }: { build: Build; etag: string | null; onClose: Props["onClose"] }) {
  const intl = useIntl();
  const { fileName } = build;
  const now = toCarriedFields(build);
  const place = `build/${build.id}/carries`;
  const draft = useDraft<CarriedFields>({ kind: KIND, place, name: fileName, now, etag });
  const saving = useMutation({
    mutationFn: () => changeBuild(build.id, toBuildChange(build, draft.changes), draft.basedOn),
    onSuccess: () => {
      draft.drop();
      showDone({ text: intl.formatMessage({ id: "releases.carries.done" }, { fileName }) });
      onClose();
    },
  });
  const cancel = () => {
    draft.drop();
    onClose();
  };
  const nothing = intl.formatMessage({ id: "releases.nothing_changed" });
  const actions = (
    <>
      <Button onPress={cancel}>
        <FormattedMessage id="frame.cancel" />
      </Button>
      <Button
        look="primary"
        isPending={saving.isPending}
        disabledReason={draft.isChanged ? undefined : nothing}
        onPress={() => saving.mutate()}
      >
        <FormattedMessage id="frame.save" />
      </Button>
    </>
  );
  const title = intl.formatMessage({ id: "releases.carries.title" }, { fileName });
  return (
    <Dialog title={title} isOpen onClose={onClose} size="wide" actions={actions}>
      <FoundDraft draft={draft} />
      <p className={styles.quiet}>
        <FormattedMessage id="releases.carries.about" />
      </p>
      <UpdaterStates build={build} />
      <Fields build={build} entered={{ ...now, ...draft.changes }} onChange={draft.change} />
      {saving.isError && <Failed error={saving.error} />}
      <Companions build={build} />
    </Dialog>
  );
}

/** Each protocol that can install the file, and what it still lacks. */
function UpdaterStates({ build }: { build: Build }) {
  const id = useId();
  return (
    <section className={styles.part} aria-labelledby={id}>
      <h3 id={id}>
        <FormattedMessage id="releases.carries.updaters" />
      </h3>
      <ul className={styles.builds}>
        {updaterStates(build).map(({ updater, isComplete, needs }) => (
          <li key={updater} className={styles.line}>
            <code>{updater}</code>
            {isComplete ? (
              <FormattedMessage id="releases.carries.complete" />
            ) : (
              <span>
                <FormattedMessage
                  id="releases.carries.lacks"
                  values={{ needs: <FormattedList type="conjunction" value={needs} /> }}
                />
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

interface FieldsProps {
  readonly build: Build;
  readonly entered: CarriedFields;
  readonly onChange: (fields: Partial<CarriedFields>) => void;
}

function Fields({ build, entered, onChange }: FieldsProps) {
  const intl = useIntl();
  const able = updaterStates(build).map(({ updater }) => updater);
  return (
    <div className={styles.form}>
      <TextField
        label={intl.formatMessage({ id: "releases.carries.app_version" })}
        description={intl.formatMessage({ id: "releases.carries.app_version_about" })}
        value={entered.appVersion}
        onChange={(appVersion) => onChange({ appVersion })}
      />
      {(["minimumOsVersion", "maximumOsVersion"] as const).map((field) => (
        <TextField
          key={field}
          label={intl.formatMessage({ id: `releases.carries.${field}` })}
          description={intl.formatMessage({ id: `releases.carries.${field}_about` })}
          value={entered[field]}
          onChange={(text) => onChange({ [field]: text })}
          problem={
            isOsText(entered[field]) ? undefined : intl.formatMessage({ id: "releases.block.os_malformed" })
          }
        />
      ))}
      {SIGNED_BY_TEXT.filter((updater) => able.includes(updater)).map((updater) => (
        <TextField
          key={updater}
          isLong
          label={intl.formatMessage({ id: `releases.carries.${updater}` })}
          value={entered[updater]}
          onChange={(text) => onChange({ [updater]: text })}
        />
      ))}
      {able.includes("tauri") && (
        <FileTrigger
          acceptedFileTypes={[".sig"]}
          onSelect={async (files) => {
            const text = await files?.[0]?.text();
            if (text !== undefined) onChange({ tauri: text.trim() });
          }}
        >
          <Button icon="upload">
            <FormattedMessage id="releases.carries.choose_sig" />
          </Button>
        </FileTrigger>
      )}
    </div>
  );
}

/** The block maps and deltas of a build. */
function Companions({ build: { id: buildId, companions } }: { build: Build }) {
  const intl = useIntl();
  const id = useId();
  const removing = useMutation({ mutationFn: (sha256: string) => removeCompanion(buildId, sha256) });
  if (companions.length === 0) return null;
  return (
    <section className={styles.part} aria-labelledby={id}>
      <h3 id={id}>
        <FormattedMessage id="releases.carries.companions" />
      </h3>
      <ul className={styles.builds}>
        {companions.map(({ fileName, from, size, sha256 }) => (
          <li key={sha256} className={styles.line}>
            <b>{fileName}</b>
            {from !== null && (
              <FormattedMessage id="releases.carries.from" values={{ version: <code>{from}</code> }} />
            )}
            <SizeText bytes={size} />
            <Button
              look="quiet"
              aria-label={intl.formatMessage({ id: "releases.carries.remove_file" }, { fileName })}
              isPending={removing.isPending && removing.variables === sha256}
              onPress={() => removing.mutate(sha256)}
            >
              <FormattedMessage id="releases.carries.remove" />
            </Button>
          </li>
        ))}
      </ul>
      {removing.isError && <Failed error={removing.error} />}
    </section>
  );
}
