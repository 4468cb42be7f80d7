"""Ask a running service for a film, follow its progress, and fetch it.

Usage: python examples/rest_film.py [OUT.mp4] [http://127.0.0.1:8080]; a key goes into AVATAR_API_KEY.
"""

import json
import os
import sys
import uuid
from pathlib import Path

import httpx

output = Path(sys.argv[1] if len(sys.argv) > 1 else "greeting.mp4")
service = sys.argv[2] if len(sys.argv) > 2 else "http://127.0.0.1:8080"
key = os.environ.get("AVATAR_API_KEY")
asked = {
    "source": "xiaochen",
    "script": {"type": "text", "input": "Good morning. How can I help you?", "voice": "fast"},
    "config": {"size": "256x256"},
    "purpose": "customer-service",
    "channel": "website",
}

headers = {"Authorization": f"Bearer {key}"} if key else {}
patient = httpx.HTTPTransport(retries=7)  # the service may just be starting
with httpx.Client(base_url=service, headers=headers, timeout=60, transport=patient) as client:
    answer = client.post("/v1/videos", json=asked, headers={"Idempotency-Key": str(uuid.uuid4())})
    if answer.is_error:
        raise SystemExit(answer.json()["detail"])
    film = answer.json()
    with client.stream("GET", film["events_url"]) as events:
        for line in events.iter_lines():
            if line.startswith("data: "):
                told = json.loads(line.removeprefix("data: "))
                progress = told.get("progress", {})
                print(told["status"], progress.get("stage", ""), progress.get("done", ""))
    film = client.get(f"/v1/videos/{film['id']}").raise_for_status().json()
    if film["status"] != "done":
        raise SystemExit(film["error"]["detail"])
    output.write_bytes(client.get(film["result_url"]).raise_for_status().content)
print(output)
