import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { Form } from "react-aria-components/Form";
import { FormattedMessage, useIntl } from "react-intl";
import { compareVersions, parseVersion } from "../../catalog/version.ts";
import { type DatedRelease, newReleasePreviewQuery, planRelease } from "../data/releases.ts";
import { useDraft } from "../schedule/draft.ts";
import { type DraftKind, isIdentical, isText } from "../schedule/draft-fields.ts";
import { FoundDraft } from "../schedule/found-draft.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { isForeseen, SaveActions } from "../ui/save-actions.tsx";
import { Failed } from "../ui/states.tsx";
import { TextField } from "../ui/text-field.tsx";
import { showDone } from "../ui/toasts.tsx";
import { Consequences } from "./consequences.tsx";
import {
  LIMITS_DRAFT_FIELDS,
  type LimitsDraft,
  NO_LIMITS_DRAFT,
  problemsOf,
  toLimitsChange,
} from "./limits-draft.ts";
import { LimitsFields } from "./limits-fields.tsx";
import { RELEASE_DRAFT_FIELDS, type ReleaseDraft, ReleaseFields, readEntered } from "./release-fields.tsx";
import styles from "./releases.module.css";

interface Props {
  readonly releases: readonly DatedRelease[];
  readonly onClose: () => void;
  readonly onPlanned: (id: string) => void;
}

/** Plans a release with its dates. It is offered once it is published. */
export function PlanDialog(props: Props) {
  const intl = useIntl();
  const { form, body, planning, seen, submit, draft } = usePlan(props);
  const cancel = () => {
    draft.drop();
    props.onClose();
  };
  const actions = (
    <SaveActions
      seen={body && seen}
      label={<FormattedMessage id="releases.plan.do" />}
      isSaving={planning.isPending}
      onSave={submit}
      onCancel={cancel}
    />
  );
  const title = intl.formatMessage({ id: "releases.plan" });
  return (
    <Dialog title={title} isOpen onClose={props.onClose} size="preview" actions={actions}>
      <FoundDraft draft={draft} />
      <PlanForm {...form} onSubmit={submit} />
      {planning.isError && <Failed error={planning.error} />}
      {body && <Consequences seen={seen} />}
    </Dialog>
  );
}

interface PlanFields extends ReleaseDraft, LimitsDraft {
  readonly version: string;
}

const KIND: DraftKind<PlanFields> = {
  fields: { version: isText, ...RELEASE_DRAFT_FIELDS, ...LIMITS_DRAFT_FIELDS },
  isSame: isIdentical,
};

interface FormProps {
  readonly entered: PlanFields;
  readonly onChange: (fields: Partial<PlanFields>) => void;
  /** What is wrong with the version, in words. */
  readonly problem: string | undefined;
}

function PlanForm({ entered, onChange, problem, onSubmit }: FormProps & { onSubmit: () => void }) {
  const intl = useIntl();
  const form = useId();
  const [now] = useState(() => Date.now());
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <Form id={form} className={styles.form ?? ""} onSubmit={submit}>
      <div className={styles.whole}>
        <TextField
          label={intl.formatMessage({ id: "releases.version" })}
          description={intl.formatMessage({ id: "releases.version.about" })}
          value={entered.version}
          onChange={(version) => onChange({ version })}
          problem={problem}
          autoFocus
        />
      </div>
      <ReleaseFields entered={entered} onChange={onChange} />
      <details className={styles.whole}>
        <summary>
          <FormattedMessage id="releases.limits" />
        </summary>
        <div className={styles.form}>
          <LimitsFields
            entered={entered}
            saved={NO_LIMITS_DRAFT}
            problems={problemsOf(entered, NO_LIMITS_DRAFT, now)}
            now={now}
            onChange={onChange}
          />
        </div>
      </details>
    </Form>
  );
}

/** The state of the form. `body` is the release to create, or null while something is missing or wrong. */
function usePlan({ releases, onPlanned }: Props) {
  const intl = useIntl();
  const [isAsked, setAsked] = useState(false);
  const [empty] = useState(emptyPlan);
  const name = intl.formatMessage({ id: "releases.plan" });
  const draft = useDraft<PlanFields>({ kind: KIND, place: "release/new", name, now: empty, etag: null });
  const entered = { ...empty, ...draft.changes };
  const { version } = entered;
  const planning = useMutation({
    mutationFn: planRelease,
    onSuccess: ({ id }) => {
      draft.drop();
      showDone({ text: intl.formatMessage({ id: "releases.plan.done" }, { version: version.trim() }) });
      onPlanned(id);
    },
  });
  const wrong = whatIsWrong(version, releases);
  const read = readEntered(entered);
  const isComplete = !wrong && read !== null && problemsOf(entered, NO_LIMITS_DRAFT, Date.now()).size === 0;
  const body = isComplete ? { version: version.trim(), ...read, ...toLimitsChange(entered, entered) } : null;
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
  const form: FormProps = { entered, onChange: draft.change, problem };
  return { form, body, planning, seen, submit, draft };
}

/** An empty form, with tomorrow in UTC as the date. */
function emptyPlan(): PlanFields {
  const now = new Date();
  const at = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + 1));
  return {
    ...NO_LIMITS_DRAFT,
    version: "",
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
