// ApiVersions: what this broker speaks, derived from the registry; remembers the client's software (KIP-511).

import { defineHandler } from '../../core/api-handler.ts';
import { isSoftwareName } from '../../core/names.ts';
import { errorCodes } from '../../protocol/errors.ts';
import { apiVersions } from './messages.ts';

export const apiVersionsHandler = defineHandler<typeof apiVersions>({
  api: apiVersions,
  handle(request, { core, connection, version }) {
    if (version >= 3) {
      const { clientSoftwareName: name, clientSoftwareVersion: software } = request;
      if (!isSoftwareName(name) || !isSoftwareName(software))
        return { errorCode: errorCodes.INVALID_REQUEST, apiKeys: [] };
      core.connections.software(connection.id, name, software);
    }
    return { apiKeys: core.apis };
  },
  refuse: (_request, errorCode) => ({ errorCode, apiKeys: [] }),
});
