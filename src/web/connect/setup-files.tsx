import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import type { Connection } from "../data/connect.ts";
import { PAGES } from "../paths.ts";
import { CodeText } from "../ui/code-text.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { Section } from "../ui/section.tsx";
import type { Choice } from "./app-form.tsx";
import styles from "./connect.module.css";

/** The lines that a developer writes, with the address of this customer in them, and what a build has to carry. */
export function SetupFiles({ choice: { connection, framework } }: { choice: Choice }) {
  const intl = useIntl();
  return (
    <Section title={<FormattedMessage id="connect.write" />} about={<Needs needs={connection.needs} />}>
      {framework.files.map(({ name, text }) => (
        <figure key={name} className={styles.file}>
          <figcaption className={styles.name}>
            <code>{name}</code>
            <CopyButton text={text} label={intl.formatMessage({ id: "connect.copy" }, { name })} />
          </figcaption>
          <CodeText label={name}>{text}</CodeText>
        </figure>
      ))}
    </Section>
  );
}

/** The digests that the server computes of every file that is given to it. */
const COMPUTED = ["sha1", "sha256", "sha512"];

function Needs({ needs }: Pick<Connection, "needs">) {
  const given = needs.filter((need) => !COMPUTED.includes(need));
  if (given.length === 0) return <FormattedMessage id="connect.needs.nothing" />;
  const link = (text: ReactNode) => <Link to={PAGES.releases}>{text}</Link>;
  return <FormattedMessage id="connect.needs" values={{ needs: given.join("; "), link }} />;
}
