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
import { showToast } from "../ui/toasts.tsx";
import { Consequences, isForeseen, unforeseenReason } from "./consequences.tsx";
import { type LimitsDraft, NO_LIMITS_DRAFT, problemsOf, toLimitsChange } from "./limits-draft.ts";
import { LimitsFields } from "./limits-fields.tsx";
import { type ReleaseDraft, ReleaseFields, readEntered } from "./release-fields.tsx";
import styles from "./releases.module.css";

interface Props {
  readonly releases: readonly DatedRelease[];
  readonly onClose: () => void;
  readonly onPlanned: (id: string) => void;
}

/** Plans a release with its dates. It is offered once it is published. */
export function PlanDialog(props: Props) {
  const intl = useIntl();
  const { form, body, planning, seen, submit } = usePlan(props);
  const unforeseen = body ? unforeseenReason(seen) : undefined;
  const actions = (
    <>
      <Button onPress={props.onClose}>
        <FormattedMessage id="frame.cancel" />
      </Button>
      <Button
        look="primary"
        isPending={planning.isPending}
        disabledReason={unforeseen && intl.formatMessage({ id: unforeseen })}
        onPress={submit}
      >
        <FormattedMessage id="releases.plan.do" />
      </Button>
    </>
  );
  const title = intl.formatMessage({ id: "releases.plan" });
  return (
    <Dialog title={title} isOpen onClose={props.onClose} size="wide" actions={actions}>
      <PlanForm {...form} onSubmit={submit} />
      {planning.isError && <Failed error={planning.error} />}
      {body && <Consequences seen={seen} />}
    </Dialog>
  );
}

interface FormProps {
  readonly version: string;
  readonly onVersion: (version: string) => void;
  /** What is wrong with the version, in words. */
  readonly problem: string | undefined;
  readonly draft: ReleaseDraft;
  readonly onDraft: (fields: Partial<ReleaseDraft>) => void;
  readonly limits: LimitsDraft;
  readonly onLimits: (fields: Partial<LimitsDraft>) => void;
}

function PlanForm(props: FormProps & { onSubmit: () => void }) {
  const intl = useIntl();
  const form = useId();
  const [now] = useState(() => Date.now());
  const submit = (event: FormEvent) => {
    event.preventDefault();
    props.onSubmit();
  };
  return (
    <Form id={form} className={styles.form ?? ""} onSubmit={submit}>
      <div className={styles.whole}>
        <TextField
          label={intl.formatMessage({ id: "releases.version" })}
          description={intl.formatMessage({ id: "releases.version.about" })}
          value={props.version}
          onChange={props.onVersion}
          problem={props.problem}
          autoFocus
        />
      </div>
      <ReleaseFields entered={props.draft} onChange={props.onDraft} />
      <details className={styles.whole}>
        <summary>
          <FormattedMessage id="releases.limits" />
        </summary>
        <div className={styles.form}>
          <LimitsFields
            entered={props.limits}
            saved={NO_LIMITS_DRAFT}
            problems={problemsOf(props.limits, NO_LIMITS_DRAFT, now)}
            now={now}
            onChange={props.onLimits}
          />
        </div>
      </details>
    </Form>
  );
}

/** The state of the form. `body` is the release to create, or null while something is missing or wrong. */
function usePlan({ releases, onPlanned }: Props) {
  const intl = useIntl();
  const [version, setVersion] = useState("");
  const [isAsked, setAsked] = useState(false);
  const [draft, setDraft] = useState<ReleaseDraft>(firstDraft);
  const [limits, setLimits] = useState<LimitsDraft>(NO_LIMITS_DRAFT);
  const planning = useMutation({
    mutationFn: planRelease,
    onSuccess: ({ id }) => {
      showToast({ text: intl.formatMessage({ id: "releases.plan.done" }, { version: version.trim() }) });
      onPlanned(id);
    },
  });
  const wrong = whatIsWrong(version, releases);
  const read = readEntered(draft);
  const isComplete = !wrong && read !== null && problemsOf(limits, NO_LIMITS_DRAFT, Date.now()).size === 0;
  const body = isComplete ? { version: version.trim(), ...read, ...toLimitsChange(limits, limits) } : null;
  const seen = useQuery({
    ...newReleasePreviewQuery(body ?? { version: "", automaticAt: "" }),
    enabled: body !== null,
  });
  const submit = () => {
    setAsked(true);
    if (body && isForeseen(seen)) planning.mutate(body);
  };
  const isSaid = wrong && (isAsked || wrong !== "missing");
  const problem = isSaid ? intl.formatMessage({ id: `releases.version.${wrong}` }) : undefined;
  const onDraft = (fields: Partial<ReleaseDraft>) => setDraft({ ...draft, ...fields });
  const onLimits = (fields: Partial<LimitsDraft>) => setLimits({ ...limits, ...fields });
  const form: FormProps = { version, onVersion: setVersion, problem, draft, onDraft, limits, onLimits };
  return { form, body, planning, seen, submit };
}

/** An empty form, with tomorrow in UTC as the date. */
function firstDraft(): ReleaseDraft {
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
