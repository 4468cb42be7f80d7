// The microphone's button: whether it is there, and what happens when it is pressed.

import type { Conversation } from "../conversation.js";
import type { Texts } from "../texts/index.js";
import type { Panel } from "../view/panel.js";
import { record } from "./recorder.js";
import { listeningWay, recognise, type Ear, type Way } from "./recognition.js";

export class Hearing {
  private ear: Ear | null = null;
  private way: Way = "missing";
  private url: string | null = null;

  constructor(
    private readonly panel: Panel,
    private readonly talk: Conversation,
    private readonly words: Texts,
    private readonly language: () => string,
    private readonly token: string,
  ) {}

  /** Show the button if there is a way to listen; else say why not. */
  offer(isWished: boolean, transcriptionUrl: string | null): void {
    this.url = transcriptionUrl;
    this.way = listeningWay(transcriptionUrl);
    const isPossible = isWished && (this.way === "browser" || this.way === "server");
    this.panel.composer.hearing(isPossible);
    const reason = this.way === "insecure" ? this.words.micInsecure : this.words.micMissing;
    this.panel.composer.tell(isWished && !isPossible ? reason : "");
  }

  toggle(): void {
    if (this.ear) return this.stop();
    this.talk.interrupt();
    this.talk.listen(true);
    this.panel.composer.listening(true, this.words.listening);
    this.panel.composer.tell(this.words.listening);
    this.ear = this.listen();
  }

  stop(): void {
    this.ear?.stop();
  }

  private listen(): Ear {
    const heard = {
      partial: (text: string) => this.panel.composer.understood(text),
      working: () => this.panel.composer.tell(this.words.transcribing),
      done: (text: string) => this.done(text),
      failed: (why: "denied" | "fault") => this.failed(why),
    };
    if (this.way === "server" && this.url) return record(this.url, this.token, this.language(), heard);
    return recognise(this.language(), heard);
  }

  private done(text: string): void {
    this.over(text ? "" : this.words.errorNothingHeard);
    if (text) this.talk.ask(text);
  }

  private failed(why: "denied" | "fault"): void {
    this.over(why === "denied" ? this.words.micDenied : this.words.errorMicrophone);
  }

  private over(hint: string): void {
    this.ear = null;
    this.talk.listen(false);
    this.panel.composer.listening(false, this.words.listen);
    this.panel.composer.understood("");
    this.panel.composer.tell(hint);
  }
}
