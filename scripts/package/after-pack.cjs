const { cpSync, rmSync } = require('node:fs');
const { join } = require('node:path');

/**
 * What electron-builder cannot be told: it leaves the start page of bare Electron in a program that is made from an unpacked one, and
 * it copies no node_modules as resources. The command, the host without a window and the Wi-Fi helper go beside the program, with
 * a Node.js of their own (docs/decisions/0016).
 *
 * @param {{ appOutDir: string, packager: { projectDir: string, platform: { name: string }, appInfo: { productFilename: string } } }} context
 */
exports.default = async ({ appOutDir, packager }) => {
  const resources = join(appOutDir, packager.platform.name === 'mac' ? join(`${packager.appInfo.productFilename}.app`, 'Contents', 'Resources') : 'resources');
  rmSync(join(resources, 'default_app.asar'), { force: true });
  cpSync(join(packager.projectDir, 'out', 'package', 'lib'), join(resources, 'lib'), { recursive: true });
};
