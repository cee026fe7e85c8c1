import { FormattedMessage, useIntl } from "react-intl";
import { CodeText } from "../ui/code-text.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { Section } from "../ui/section.tsx";
import type { Choice } from "./app-form.tsx";
import styles from "./connect.module.css";

/** The lines that a developer writes, with the address of this customer in them, and what a build has to carry. */
export function SetupFiles({ choice: { connection, framework } }: { choice: Choice }) {
  const intl = useIntl();
  return (
    <Section
      title={<FormattedMessage id="connect.write" />}
      about={
        connection.needs.length > 0 ? (
          <FormattedMessage id="connect.needs" values={{ needs: connection.needs.join("; ") }} />
        ) : (
          <FormattedMessage id="connect.needs.nothing" />
        )
      }
    >
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
