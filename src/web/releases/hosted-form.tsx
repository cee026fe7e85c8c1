import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Form } from "react-aria-components/Form";
import { FormattedMessage, useIntl } from "react-intl";
import { addHostedBuild, type HostedBuild } from "../data/releases.ts";
import { FoundDraft } from "../schedule/found-draft.tsx";
import { Button } from "../ui/button.tsx";
import { Failed } from "../ui/states.tsx";
import { TextField } from "../ui/text-field.tsx";
import { showDone } from "../ui/toasts.tsx";
import { BuildFields } from "./build-fields.tsx";
import { fileNameOf, type HostedDraft, type HostedFields } from "./hosted-draft.ts";
import styles from "./releases.module.css";

const SHA512_BASE64 = /^[A-Za-z0-9+/]{86}==$/;

interface Props {
  readonly releaseId: string;
  readonly hosted: HostedDraft;
  /** Called once the build is added or the form left. */
  readonly onDone: () => void;
}

/** Adds a build that is hosted elsewhere; installations check the file against its digest. */
export function HostedForm({ releaseId, hosted, onDone }: Props) {
  const intl = useIntl();
  const { draft, typed, build, fileName } = hosted;
  const [isAsked, setAsked] = useState(false);
  const adding = useMutation({
    mutationFn: (body: HostedBuild) => addHostedBuild(releaseId, body),
    onSuccess: ({ fileName }) => {
      leave();
      showDone({ text: intl.formatMessage({ id: "releases.hosted.done" }, { fileName }) });
    },
  });
  const leave = () => {
    draft.drop();
    onDone();
  };
  const wrong = whatIsWrong(typed);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    const { url, size, sha512 } = typed;
    if (wrong.length > 0) return;
    const body = { url, size: Number(size), sha512, ...build, fileName };
    adding.mutate(body as HostedBuild);
  };
  const problemOf = (field: Field) =>
    isAsked && wrong.includes(field)
      ? intl.formatMessage({ id: `releases.hosted.${field}_wrong` })
      : undefined;
  return (
    <Form className={styles.upload ?? ""} onSubmit={submit}>
      <FoundDraft draft={draft} />
      {(["url", "size", "sha512"] as const).map((field) => (
        <TextField
          key={field}
          label={intl.formatMessage({ id: `releases.hosted.${field}` })}
          value={typed[field]}
          onChange={(text) => draft.change({ [field]: text.trim() })}
          problem={problemOf(field)}
          autoFocus={field === "url"}
        />
      ))}
      <BuildFields build={build} onChange={draft.change} />
      {adding.isError && <Failed error={adding.error} />}
      <div className={styles.line}>
        <Button type="submit" isPending={adding.isPending}>
          <FormattedMessage id="releases.hosted.add" />
        </Button>
        <Button look="quiet" onPress={leave}>
          <FormattedMessage id="frame.cancel" />
        </Button>
      </div>
    </Form>
  );
}

type Field = "url" | "size" | "sha512";

function whatIsWrong({ url, size, sha512 }: HostedFields): readonly Field[] {
  const isRight = {
    url: URL.canParse(url) && /^https?:/.test(url) && fileNameOf(url) !== "",
    size: /^[1-9]\d{0,14}$/.test(size),
    sha512: SHA512_BASE64.test(sha512),
  };
  return (["url", "size", "sha512"] as const).filter((field) => !isRight[field]);
}
