import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { Form } from "react-aria-components/Form";
import { FormattedMessage, useIntl } from "react-intl";
import { compareVersions, parseVersion } from "../../catalog/version.ts";
import { type DatedRelease, newReleasePreviewQuery, planRelease } from "../data/releases.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Failed } from "../ui/states.tsx";
import { TextField } from "../ui/text-field.tsx";
import { say } from "../ui/toasts.tsx";
import { Consequences } from "./consequences.tsx";
import { type ReleaseDraft, ReleaseFields, readEntered } from "./release-fields.tsx";
import styles from "./releases.module.css";

interface Props {
  readonly releases: readonly DatedRelease[];
  readonly onClose: () => void;
  readonly onPlanned: (id: string) => void;
}

/** Enters a release with its dates; nobody is offered it before it is published. */
export function PlanDialog({ releases, onClose, onPlanned }: Props) {
  const intl = useIntl();
  const form = useId();
  const [version, setVersion] = useState("");
  const [isAsked, setAsked] = useState(false);
  const [entered, setEntered] = useState<ReleaseDraft>(firstEntered);
  const planning = useMutation({
    mutationFn: planRelease,
    onSuccess: ({ id }) => {
      say({ text: intl.formatMessage({ id: "releases.plan.done" }, { version: version.trim() }) });
      onPlanned(id);
    },
  });
  const wrong = whatIsWrong(version, releases);
  const read = readEntered(entered);
  const body = wrong || !read ? null : { version: version.trim(), ...read };
  const seen = useQuery({
    ...newReleasePreviewQuery(body ?? { version: "", automaticAt: "" }),
    enabled: body !== null,
  });
  const submit = () => {
    setAsked(true);
    if (body) planning.mutate(body);
  };
  const problem =
    wrong && (isAsked || wrong !== "missing") && intl.formatMessage({ id: `releases.version.${wrong}` });
  const actions = (
    <>
      <Button onPress={onClose}>
        <FormattedMessage id="frame.cancel" />
      </Button>
      <Button look="primary" isPending={planning.isPending} onPress={submit}>
        <FormattedMessage id="releases.plan.do" />
      </Button>
    </>
  );
  return (
    <Dialog
      title={intl.formatMessage({ id: "releases.plan" })}
      isOpen
      onClose={onClose}
      size="wide"
      actions={actions}
    >
      <Form
        id={form}
        className={styles.form ?? ""}
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          submit();
        }}
      >
        <div className={styles.whole}>
          <TextField
            label={intl.formatMessage({ id: "releases.version" })}
            description={intl.formatMessage({ id: "releases.version.about" })}
            value={version}
            onChange={setVersion}
            problem={problem || undefined}
            autoFocus
          />
        </div>
        <ReleaseFields entered={entered} onChange={(fields) => setEntered({ ...entered, ...fields })} />
      </Form>
      {planning.isError && <Failed error={planning.error} />}
      {body && <Consequences seen={seen} />}
    </Dialog>
  );
}

/** Tomorrow in UTC; rules may propose dates, never compute them. */
function firstEntered(): ReleaseDraft {
  const now = new Date();
  const at = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + 1));
  return {
    automaticAt: at.toISOString().replace(".000Z", "Z"),
    slowAt: null,
    rolloutDays: "0",
    notes: "",
  };
}

function whatIsWrong(
  text: string,
  releases: readonly DatedRelease[],
): "missing" | "malformed" | "exists" | null {
  if (text.trim() === "") return "missing";
  const version = parseVersion(text.trim());
  if (!version.ok) return "malformed";
  const isThere = releases.some((release) => {
    const known = parseVersion(release.version);
    return known.ok && compareVersions(known.value, version.value) === 0;
  });
  return isThere ? "exists" : null;
}
