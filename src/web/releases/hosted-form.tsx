import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Form } from "react-aria-components/Form";
import { FormattedMessage, useIntl } from "react-intl";
import { type BuildTarget, suggestTarget } from "../../intake/guess-target.ts";
import { addHostedBuild, type HostedBuild } from "../data/releases.ts";
import { Button } from "../ui/button.tsx";
import { Failed } from "../ui/states.tsx";
import { TextField } from "../ui/text-field.tsx";
import { showDone } from "../ui/toasts.tsx";
import { BuildFields } from "./build-fields.tsx";
import styles from "./releases.module.css";

interface HostedFields {
  readonly url: string;
  readonly size: string;
  readonly sha512: string;
  /** What the person chose instead of what the address suggests. */
  readonly build: Partial<BuildTarget>;
}

const NOTHING: HostedFields = { url: "", size: "", sha512: "", build: {} };
const SHA512_BASE64 = /^[A-Za-z0-9+/]{86}==$/;

/** Adds a build that is hosted elsewhere; installations check the file against its digest. */
export function HostedForm({ releaseId, onDone }: { releaseId: string; onDone: () => void }) {
  const intl = useIntl();
  const [typed, setTyped] = useState(NOTHING);
  const [isAsked, setAsked] = useState(false);
  const adding = useMutation({
    mutationFn: (body: HostedBuild) => addHostedBuild(releaseId, body),
    onSuccess: ({ fileName }) => {
      showDone({ text: intl.formatMessage({ id: "releases.hosted.done" }, { fileName }) });
      onDone();
    },
  });
  const wrong = whatIsWrong(typed);
  const fileName = fileNameOf(typed.url);
  const build = { ...suggestTarget(fileName), ...typed.build };
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
      {(["url", "size", "sha512"] as const).map((field) => (
        <TextField
          key={field}
          label={intl.formatMessage({ id: `releases.hosted.${field}` })}
          value={typed[field]}
          onChange={(text) => setTyped({ ...typed, [field]: text.trim() })}
          problem={problemOf(field)}
          autoFocus={field === "url"}
        />
      ))}
      <BuildFields
        build={build}
        onChange={(chosen) => setTyped({ ...typed, build: { ...typed.build, ...chosen } })}
      />
      {adding.isError && <Failed error={adding.error} />}
      <div className={styles.line}>
        <Button type="submit" isPending={adding.isPending}>
          <FormattedMessage id="releases.hosted.add" />
        </Button>
        <Button look="quiet" onPress={onDone}>
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

/** The file name: the last part of the address. */
function fileNameOf(url: string): string {
  if (!URL.canParse(url)) return "";
  return decodeURIComponent(new URL(url).pathname.split("/").at(-1) ?? "");
}
