// What the editor asks of the studio's API.
import { request, requestJson } from "../parts/request.js";

export const previewManifest = (body, signal) => requestJson("/api/manifests/preview", { body, signal });

export const exportManifest = async (body) => (await request("/api/manifests/export", { body })).blob();

export const fetchManifestSchema = () => requestJson("/api/schema/manifest.json");
